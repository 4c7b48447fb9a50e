// A file server such as anybody has: a path is a file, a folder is its index.html, and a name tells the type.
import { createReadStream, readdirSync, statSync } from 'node:fs';
import { createServer, type ServerResponse } from 'node:http';
import { extname, join } from 'node:path';

const types: Readonly<Record<string, string>> = {
  '.html': 'text/html',
  '.json': 'application/json',
  '.png': 'image/png',
  '.svg': 'image/svg+xml',
  '.txt': 'text/plain',
  '.xml': 'text/xml',
};

export interface FileServer {
  /** Where the folder is served, with a slash at its end: not at the root of its host. */
  readonly url: string;
  readonly stop: () => Promise<void>;
}

export async function serveFiles(folder: string): Promise<FileServer> {
  const below = '/a/copy/';
  const server = createServer((request, response) => {
    const { pathname } = new URL(request.url ?? '/', 'http://files.example');
    const isGet = request.method === 'GET' && pathname.startsWith(below);
    answer(
      response,
      isGet ? join(folder, decodeURIComponent(pathname.slice(below.length))) : '',
      pathname,
    );
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (!address || typeof address === 'string') throw new Error('no port');
  return {
    url: `http://127.0.0.1:${address.port}${below}`,
    stop: () => new Promise((resolve) => server.close(() => resolve())),
  };
}

function answer(response: ServerResponse, file: string, pathname: string): void {
  const found = file ? statSync(file, { throwIfNoEntry: false }) : undefined;
  if (found?.isDirectory() && !pathname.endsWith('/')) {
    response.writeHead(301, { Location: `${pathname}/` }).end();
    return;
  }
  const served = found?.isDirectory() ? join(file, 'index.html') : file;
  if (!found || !statSync(served, { throwIfNoEntry: false })) {
    response.writeHead(404).end('There is no such file.');
    return;
  }
  const type = types[extname(served)] ?? 'application/octet-stream';
  createReadStream(served).pipe(response.writeHead(200, { 'Content-Type': type }));
}

/** The paths of all files of a folder. */
export const pathsIn = (folder: string): readonly string[] =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1))
    .sort();
