import { filled } from '#words/filling';
import type { Reply } from '../protocol.ts';

const known: readonly string[] = ['status', 'started', 'frame', 'done', 'snapshot', 'failed', 'stopped'];

/** Sentences about answers of changed code; `{field}` is a field of a frame. */
export interface AnswerWords {
  readonly wrongField: string;
}

/**
 * What the page takes over from changed code, which may answer anything: only what a session says, and of frames only those that
 * the pictures can show. A wrong frame becomes a failure in words.
 */
export function checked(reply: Reply, words: AnswerWords): Reply | undefined {
  if (!known.includes(reply.type) || typeof reply.run !== 'number') return undefined;
  if (reply.type !== 'frame') return reply;
  const field = wrongField(reply.frame);
  if (field === undefined) return reply;
  return { type: 'failed', run: reply.run, message: filled(words.wrongField, { field }), retry: false };
}

function wrongField(frame: unknown): string | undefined {
  const fields = Object.entries(frame ?? {});
  if (!fields.some(([name, value]) => name === 'step' && typeof value === 'number')) return 'step';
  return fields.find(([, value]) => !isShowable(value))?.[0];
}

const isShowable = (value: unknown): boolean =>
  value === null ||
  ['number', 'string', 'undefined'].includes(typeof value) ||
  value instanceof Float32Array ||
  value instanceof Uint8Array;
