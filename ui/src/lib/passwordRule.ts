// The API refuses shorter ones; this says it before anything is sent.
const LEAST = 10;

export const PASSWORD_HELP = `At least ${LEAST} characters. A sentence you remember is better than signs you do not.`;

export const passwordRule = {
  required: "Choose a password.",
  minLength: { value: LEAST, message: `Use at least ${LEAST} characters.` },
} as const;
