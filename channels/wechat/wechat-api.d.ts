/** The part of wechat-api 1.35.1 that api.ts uses; the package brings no types. Read from its lib/api_common.js. */
declare module 'wechat-api' {
  type Callback = (error: unknown, data?: unknown, response?: unknown) => void;

  class API {
    /** Scheme and host of every call; setEndpoint() would force https, so it is assigned. */
    endpoint: string;
    /** Set by preRequest before it runs a method. */
    token: { readonly accessToken: string };
    constructor(
      appid: string,
      appsecret: string,
      getToken: (callback: (error: unknown, token?: { accessToken: string; expireTime: number }) => void) => void,
      saveToken: (token: unknown, callback: (error: unknown) => void) => void,
    );
    /** Hands `url` and the options to urllib.request; an object as `url` is taken as parsed. */
    request(url: unknown, options: Readonly<Record<string, unknown>>, callback: Callback): void;
    /** Gets a token, then runs `method` with `args`; once more when the answer's errcode is 40001. */
    preRequest(method: (callback: Callback) => void, args: readonly [Callback]): void;
  }
  export = API;
}
