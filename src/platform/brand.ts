declare const brand: unique symbol

/** A value that must not be mixed up with another of the same shape: an id of a user is not an id of a group. */
export type Brand<Value, Name extends string> = Value & { readonly [brand]: Name }
