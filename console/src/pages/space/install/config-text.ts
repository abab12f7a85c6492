import { jsonMembers } from '../../../parts/json-format.ts';
import { memberOf } from '../../../parts/json-text.ts';

/** A config as it was written, without passwords. */
export interface ConfigText {
  /** JSON text of each value, by the name of the member. */
  members: ReadonlyMap<string, string>;
  /** Keys of the passwords that are set. */
  secrets: readonly string[];
  /** JSON text of all of it. */
  text: string;
}

/** The config in an answer of the Platform API: of a revision, or the present one. */
export function configOf(answer: string): ConfigText {
  const text = memberOf(answer, 'config') ?? '{}';
  return {
    text,
    members: jsonMembers(text),
    secrets: JSON.parse(memberOf(answer, 'secrets') ?? '[]') as string[],
  };
}

/** A member that differs between two configs. What it says is undefined where it is not there, or is a password. */
export interface MemberChange {
  name: string;
  kind: 'added' | 'removed' | 'changed';
  isSecret: boolean;
  before: string | undefined;
  after: string | undefined;
}

/**
 * What differs between two configs, by member.
 *
 * @param rewritten which passwords were written between them: what they are nobody is told.
 */
export function compareConfigs(
  before: ConfigText,
  after: ConfigText,
  rewritten: (name: string) => boolean = () => false,
): MemberChange[] {
  const names = new Set([
    ...before.members.keys(),
    ...after.members.keys(),
    ...before.secrets,
    ...after.secrets,
  ]);
  return [...names].flatMap((name) => {
    const isSecret = before.secrets.includes(name) || after.secrets.includes(name);
    const was = before.members.get(name);
    const is = after.members.get(name);
    const wasThere = was !== undefined || before.secrets.includes(name);
    const isThere = is !== undefined || after.secrets.includes(name);
    const kind = !wasThere ? 'added' : !isThere ? 'removed' : 'changed';
    if (kind === 'changed' && was === is && !(isSecret && rewritten(name))) return [];
    return [{ name, kind, isSecret, before: was, after: is } as const];
  });
}
