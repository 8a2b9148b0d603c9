import de.bwaldvogel.mongo.MongoServer;
import de.bwaldvogel.mongo.MongoVersion;
import de.bwaldvogel.mongo.backend.memory.MemoryBackend;
import java.util.List;

/**
 * A MongoDB-protocol server in memory for the tests, on a free port of 127.0.0.1. Prints its URL on one line, then runs until
 * its input closes, which it does when the test process dies, however it dies. prepare-server.ts compiles it.
 */
public class TestMongoServer {
  public static void main(String[] nothing) throws Exception {
    MemoryBackend backend = new MemoryBackend();
    backend.version(new NewEnough());
    MongoServer server = new MongoServer(backend);
    server.bind("127.0.0.1", 0);
    System.out.println(server.getConnectionString());
    while (System.in.read() != -1) {
      // nobody says anything to it; only the end counts
    }
    Runtime.getRuntime().halt(0); // nothing to save, and nobody left to say goodbye to
  }

  /** The library names wire version 8 at most and the driver wants 9 (MongoDB 4.2) or later; what Sanwei asks for, it can. */
  static class NewEnough implements MongoVersion {
    public List<Integer> getVersionArray() {
      return List.of(4, 4, 0);
    }

    public int getWireVersion() {
      return 9;
    }
  }
}
