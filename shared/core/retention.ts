const setBackDays = 35;

/**
 * How long what names people is kept. How sure each figure is: as in policies.ts.
 *
 * It is the scheme's policy, and in none of the numbered ones: those say how children are placed and are never edited, so that a decision
 * can be derived again. What is kept follows what is in force when it is given, whichever policy its case was opened under.
 */
export const retention = {
  /**
   * Days for which sealed details, documents and mail are kept after they were last given, at least. Details of children, who works for
   * them, and documents about them are kept longer, by the months of the children; mail is not.
   */
  sealedDays: 400, // [U]
  /** Years for which details of children are kept after the month in which the last of them turns 18, where that is longer. */
  yearsAfterTurning18: 1, // [U]
  /**
   * Days for which what an amendment seals waits for its case to take it: longer than a message can lie in its queue, in the dead-letter
   * queue and, sent again from there, in its queue once more.
   */
  amendmentDays: 60, // [D] three times fourteen days, and more than two weeks to spare
  /** Days for which a referral that somebody has begun is kept after its last answer. */
  draftDays: 28, // [D]
  /** Days for which it is kept that somebody asked to sign in by an own address, was refused or taken away: a holiday, and time to ask why. */
  askedDays: 30, // [D]
  /** Days after which whoever was let in and does not sign in is known no more, and asks anew. */
  signInDays: 365, // [D]
  /** Days back to which a table can be set, and for which a document that was deleted can be brought back: so that the two fit. */
  setBackDays, // [S] DynamoDB's point-in-time recovery goes back 35 days
  /**
   * Days ahead to which each night moves the end of what is under legal hold, where that is later. So many nights may fail in a row; and so long
   * after the hold is lifted what has outlived its time is there at most.
   */
  heldAheadDays: 2 * setBackDays, // [D] decision 63
  /** Days after which nothing is left of a document or an e-mail that was deleted: so long as it can be brought back, and as long again in the last night's copy that holds it. */
  goneForGoodDays: 2 * setBackDays, // [D] decision 45
} as const;
