/** A request that is refused, with words fit to be shown to whoever made it. */
export class Refusal extends Error {
  readonly status: number;

  /** @param status of HTTP: 400 to 499, or 502 when somebody whom we asked is at fault. */
  constructor(status: number, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'Refusal';
    this.status = status;
  }
}
