/** What Vite gives to imports that are no TypeScript. */
/// <reference types="vite/client" />
