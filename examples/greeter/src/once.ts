/** What a handler replies to Plugboard; the status is the job's verdict. */
export interface Reply {
  status: number;
  message: string;
}

/**
 * Deliveries come at least once, so the same one can come twice. `webhook-id` stays the same for a job: while
 * the first is being handled, and after it succeeded, a second one gets the first one's reply, so that a job
 * does not show its attachments twice. A failure is forgotten, so that it can be tried again.
 *
 * This is a courtesy of one process: after a restart the handlers themselves must stand a repetition.
 *
 * @param limit how many replies are remembered
 */
export function replyOnce(limit = 1000) {
  const replies = new Map<string, Promise<Reply>>();

  return (webhookId: string, handle: () => Promise<Reply>): Promise<Reply> => {
    const earlier = replies.get(webhookId);
    if (earlier) return earlier;
    const reply = handle();
    replies.set(webhookId, reply);
    const [oldest] = replies.keys();
    if (replies.size > limit && oldest !== undefined) replies.delete(oldest);

    const forget = () => replies.delete(webhookId);
    reply.then(({ status }) => status === 200 || forget(), forget);
    return reply;
  };
}
