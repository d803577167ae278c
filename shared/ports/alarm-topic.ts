/** Where alarms go, to be heard by whoever subscribed and confirmed it. */
export interface AlarmTopic {
  /** How many hear what it is told. Who asked to and did not confirm hears nothing. */
  subscribed(): Promise<number>;
}
