/** Whether two types are the same, and not only fit each other: `any` is the same as nothing else. */
export type Same<One, Other> =
  (<Type>() => Type extends One ? 1 : 2) extends <Type>() => Type extends Other ? 1 : 2
    ? true
    : false;

/** Compiles where its parameter is `true`. */
export type Expect<Right extends true> = Right;

/** For something that is only looked at by the compiler. */
export declare function some<Type>(): Type;
