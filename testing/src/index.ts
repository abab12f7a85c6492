// What is public, and nothing else.
export {};
