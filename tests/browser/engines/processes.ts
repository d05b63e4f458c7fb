import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import type { Readable } from 'node:stream';

/** A program that runs beside the tests. */
export interface Running {
  /** Its address: a display such as `:99`, or a URL. */
  readonly address: string;
  /** Ends it and waits until it has ended. */
  close(): Promise<void>;
}

/** Starts an X server without a screen; it picks a display that is free and writes its number to the file asked for. */
export async function startScreen(program: string): Promise<Running> {
  const server = spawn(program, ['-displayfd', '3', '-screen', '0', '1280x1024x24', '-nolisten', 'tcp'], {
    stdio: ['ignore', 'ignore', 'ignore', 'pipe'],
  });
  const [number] = await Promise.race([once(server.stdio[3] as Readable, 'data'), failure(server)]);
  return { address: `:${String(number).trim()}`, close: () => ended(server) };
}

/** Starts a WebDriver server on a free port of this machine and waits until it answers. */
export async function startDriver(program: string, display: string): Promise<Running> {
  const port = await freePort();
  const server = spawn(program, [`--port=${port}`], {
    env: { ...process.env, DISPLAY: display },
    stdio: 'ignore',
  });
  const address = `http://127.0.0.1:${port}`;
  await Promise.race([answers(server, `${address}/status`), failure(server)]);
  return { address, close: () => ended(server) };
}

/** Rejects when the program cannot be started or ends by itself. */
async function failure(server: ChildProcess): Promise<never> {
  const [code] = await once(server, 'exit');
  throw new Error(`${server.spawnfile} ended with ${code}.`);
}

async function answers(server: ChildProcess, address: string): Promise<void> {
  while (server.exitCode === null) {
    const response = await fetch(address).catch(() => undefined);
    if (response?.ok) return;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

async function ended(server: ChildProcess): Promise<void> {
  if (server.exitCode !== null || server.signalCode !== null) return;
  server.kill();
  await once(server, 'exit');
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as { port: number };
  server.close();
  return port;
}
