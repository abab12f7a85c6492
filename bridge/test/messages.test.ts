import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseHostMessage, parsePluginMessage } from '../src/messages.ts';

const EVENTS = ['validate', 'beginOAuth', 'getContext', 'heightChange'];
const spoiled = <T>(right: T) => fc.oneof(fc.constant(right), fc.anything());

const pluginMessage = fc.record(
  {
    action: fc.oneof(fc.constantFrom('app-changed', 'tool-changed'), fc.anything()),
    event: fc.oneof(fc.constantFrom(...EVENTS), fc.anything()),
    tool: spoiled('word-count'),
    redirectTo: spoiled('/connect'),
    height: spoiled(480),
  },
  { requiredKeys: [] },
);

describe('a message from a plugin', () => {
  it('is read as it is on the wire', () => {
    const messages = [
      { action: 'app-changed', event: 'validate' },
      { action: 'tool-changed', event: 'validate', tool: 'word-count' },
      { action: 'app-changed', event: 'beginOAuth', redirectTo: '/connect' },
      { action: 'tool-changed', event: 'beginOAuth', tool: 'word-count', redirectTo: '/connect' },
      { action: 'tool-changed', event: 'getContext', tool: 'word-count' },
      { action: 'tool-changed', event: 'heightChange', tool: 'word-count', height: 480 },
    ];
    for (const message of messages) expect(parsePluginMessage(message)).toEqual(message);
  });

  it('may name no tool, or null, and carry fields that nobody knows', () => {
    const message = { action: 'tool-changed', event: 'heightChange', height: 1.5 };
    expect(parsePluginMessage({ ...message, tool: null, width: '100%' })).toEqual(message);
  });

  it.each([
    ['nothing', undefined],
    ['null', null],
    ['text', '{"action":"app-changed","event":"validate"}'],
    ['a list', ['app-changed', 'validate']],
    ['no event', { action: 'app-changed' }],
    ['another action', { action: 'plugin-changed', event: 'validate' }],
    ['an unknown event', { action: 'tool-changed', event: 'navigate', url: '/stories/1' }],
    ['a context for a space plugin', { action: 'app-changed', event: 'getContext' }],
    ['a height for a space plugin', { action: 'app-changed', event: 'heightChange', height: 1 }],
    ['no height', { action: 'tool-changed', event: 'heightChange' }],
    ['a height as text', { action: 'tool-changed', event: 'heightChange', height: '480' }],
    ['no finite height', { action: 'tool-changed', event: 'heightChange', height: Infinity }],
    ['a negative height', { action: 'tool-changed', event: 'heightChange', height: -1 }],
    ['no destination', { action: 'app-changed', event: 'beginOAuth' }],
    [
      'a destination that is a list',
      { action: 'app-changed', event: 'beginOAuth', redirectTo: [] },
    ],
    ['inherited fields', Object.create({ action: 'app-changed', event: 'validate' })],
    ['a message of a host', { action: 'validated', token: 'a.b.c' }],
  ])('is nothing when it is %s', (_, data) => {
    expect(parsePluginMessage(data)).toBeUndefined();
  });

  it('never makes the parser throw, and comes out with known fields of the right type only', () => {
    fc.assert(
      fc.property(fc.oneof(pluginMessage, fc.anything()), (data) => {
        const message = parsePluginMessage(data);
        if (message === undefined) return;
        const { action, event, tool = '', ...rest } = message;
        expect(['app-changed', 'tool-changed']).toContain(action);
        expect(EVENTS).toContain(event);
        expect(tool).toBeTypeOf('string');
        if (event === 'heightChange') expect(rest).toEqual({ height: expect.any(Number) });
        else if (event === 'beginOAuth') expect(rest).toEqual({ redirectTo: expect.any(String) });
        else expect(rest).toEqual({});
      }),
      { numRuns: 2_000 },
    );
  });
});

describe('a message from a host page', () => {
  it('is read as it is on the wire', () => {
    const context = { action: 'get-context', language: 'en', story: { id: 19 } };
    expect(parseHostMessage(context)).toEqual(context);
    expect(parseHostMessage({ action: 'validated', token: 'a.b.c', extra: 1 })).toEqual({
      action: 'validated',
      token: 'a.b.c',
    });
    const dark = { action: 'validated', token: 'a.b.c', theme: 'dark' };
    expect(parseHostMessage(dark)).toEqual(dark);
    expect(parseHostMessage({ ...dark, theme: 'pink' })).not.toHaveProperty('theme');
    expect(parseHostMessage({ action: 'theme', theme: 'dark', extra: 1 })).toEqual({
      action: 'theme',
      theme: 'dark',
    });
  });

  it.each([
    ['nothing', undefined],
    ['text', 'validated'],
    ['no token', { action: 'validated' }],
    ['an empty token', { action: 'validated', token: '' }],
    ['a token that is a number', { action: 'validated', token: 1 }],
    ['a message of a plugin', { action: 'validated', event: 'validate', token: 'a.b.c' }],
    ['another action', { action: 'loaded' }],
    ['no theme', { action: 'theme' }],
    ['a theme that there is not', { action: 'theme', theme: 'pink' }],
  ])('is nothing when it is %s', (_, data) => {
    expect(parseHostMessage(data)).toBeUndefined();
  });

  it('never makes the parser throw, nor reach a prototype', () => {
    const hostile = fc.oneof(
      fc.anything(),
      fc.dictionary(fc.constantFrom('__proto__', 'constructor', 'event', 'token'), fc.anything()),
    );
    fc.assert(
      fc.property(hostile, fc.constantFrom('validated', 'get-context'), (data, action) => {
        parseHostMessage(data);
        parseHostMessage(
          Object.assign(Object.create(null), typeof data === 'object' ? data : {}, { action }),
        );
        expect(Object.prototype).not.toHaveProperty('token');
      }),
      { numRuns: 1_000 },
    );
  });
});
