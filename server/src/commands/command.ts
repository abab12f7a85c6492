/** What is given behind a command, by the names of its options. */
export interface OptionValues {
  [option: string]: string | boolean | undefined;
}

/** An option of a command; one with a `value` takes one, which is called so in the help. */
export interface CommandOption {
  value?: string;
  help: string;
}

/** A command as data: what it is called is where it stands in the list of all. */
export interface Subcommand {
  summary: string;
  options: Record<string, CommandOption>;
  /** @throws Error that says what is wrong and what would be right. */
  run(values: OptionValues): Promise<void>;
}
