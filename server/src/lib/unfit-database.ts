/** A PostgreSQL that answers and cannot be used; the message says what it is and what to do, behind the name of what leads to it. */
export class UnfitDatabase extends Error {}
