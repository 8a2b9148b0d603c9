/**
 * Brings what the tests' MongoDB-protocol server is made of, once: Maven fetches the jars, their SHA-256 are compared with
 * jars.sha256, javac compiles TestMongoServer.java. All of it is kept in the user's cache folder; starting: mongo-server.ts.
 */
import { execFileSync, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { homedir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';

const HERE = import.meta.dirname;
const POM = join(HERE, 'pom.xml');
const CHECKSUMS = join(HERE, 'jars.sha256');
const PROGRAM = join(HERE, 'TestMongoServer.java');
const OLDEST_JAVA = 17;

/** What has to be installed before a server can be started here, as a sentence; null when nothing has. */
export function whatServerNeeds(): string | null {
  const missing = javaVersion() < OLDEST_JAVA ? ['a JDK'] : [];
  if (!existsSync(cacheFolder())) {
    if (missing.length === 0 && !answers('javac', '-version')) missing.push('a JDK, not only a JRE,');
    if (!answers('mvn', '-version')) missing.push('Maven (for the first start alone)');
  }
  if (missing.length === 0) return null;
  return `install ${missing.join(' and ')}, JDK ${OLDEST_JAVA} or later: apt install default-jdk-headless maven`;
}

/** The class path of the server and the name of its class; fetched and compiled when they are not in the cache yet. */
export function prepareServer(): readonly [classPath: string, className: string] {
  const folder = cacheFolder();
  if (!existsSync(folder)) fill(folder);
  return [[folder, join(folder, '*')].join(delimiter), 'TestMongoServer'];
}

/** Named by what it is made from, so that a new version makes a new folder. */
function cacheFolder(): string {
  const hash = createHash('sha256');
  for (const file of [POM, CHECKSUMS, PROGRAM]) hash.update(readFileSync(file));
  const cache = process.env.XDG_CACHE_HOME || join(homedir(), '.cache');
  return join(cache, 'sanwei', `mongo-java-server-${hash.digest('hex').slice(0, 16)}`);
}

function fill(folder: string): void {
  console.log(`    fetching the MongoDB test server once (kept in ${folder}) …`);
  mkdirSync(dirname(folder), { recursive: true });
  const unfinished = mkdtempSync(`${folder}.`);
  try {
    run('mvn', ['-q', '-B', '-f', POM, 'dependency:copy-dependencies', `-DoutputDirectory=${unfinished}`]);
    checkJars(unfinished);
    run('javac', ['--release', String(OLDEST_JAVA), '-cp', join(unfinished, '*'), '-d', unfinished, PROGRAM]);
    moveInto(unfinished, folder);
  } finally {
    rmSync(unfinished, { recursive: true, force: true });
  }
}

function run(command: string, args: readonly string[]): void {
  execFileSync(command, args, { stdio: ['ignore', 'inherit', 'inherit'] });
}

/** Whole or not at all; when two test runs fetch at once, the first one's stays. */
function moveInto(unfinished: string, folder: string): void {
  try {
    renameSync(unfinished, folder);
  } catch (error) {
    if (!existsSync(folder)) throw error;
  }
}

/** Throws unless exactly the listed jars are there, byte for byte. */
function checkJars(folder: string): void {
  const sumOf = (jar: string) =>
    createHash('sha256')
      .update(readFileSync(join(folder, jar)))
      .digest('hex');
  const found = readdirSync(folder).map((jar) => `${sumOf(jar)}  ${jar}`);
  const wanted = readFileSync(CHECKSUMS, 'utf8').trim().split('\n');
  const wrong = [
    ...found.filter((line) => !wanted.includes(line)),
    ...wanted.filter((line) => !found.includes(line)).map((line) => `${line} (wanted)`),
  ];
  if (wrong.length > 0) throw new Error(`the MongoDB test server is not what jars.sha256 says:\n${wrong.join('\n')}`);
}

/** The major version, 0 when there is none: `java -version` says `… version "17.0.15" …` on stderr. */
function javaVersion(): number {
  return Number(/version "(\d+)/.exec(spawnSync('java', ['-version'], { encoding: 'utf8' }).stderr ?? '')?.[1] ?? 0);
}

function answers(command: string, question: string): boolean {
  return spawnSync(command, [question]).status === 0;
}
