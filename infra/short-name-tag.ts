/** The tag that carries a resource's short name. CloudFormation makes the physical names; people and tools read this one. */
export const SHORT_NAME_TAG = 'nts:name';
