/** Characters a password must have at least. No other demand: length is what counts (NIST SP 800-63B-4 §3.1.1). */
export const passwordLengthMin = 15
