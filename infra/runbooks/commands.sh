# Words that the runbooks use. Once in a terminal (bash or zsh) with the AWS CLI signed in:
#   . infra/runbooks/commands.sh

export AWS_REGION=eu-west-2

# For a stage that has a name, say it before: export NTS_STAGE=test
NTS_PIPELINE="${NTS_STAGE:+$NTS_STAGE-}NtsPipeline"

# arn <short name>: the ARN of a queue, table or function, by its tag nts:name.
arn() {
  aws resourcegroupstaggingapi get-resources --tag-filters "Key=nts:name,Values=${NTS_STAGE:+$NTS_STAGE/}$1" \
    --query 'ResourceTagMappingList[0].ResourceARN' --output text
}

# queue <short name>: the URL of a queue.
queue() {
  aws sqs get-queue-url --queue-name "$(arn "$1" | sed 's/.*://')" --query QueueUrl --output text
}

# told <output>: what the pipeline's stack says of itself, for example its AlarmTopic.
told() {
  aws cloudformation describe-stacks --stack-name "$NTS_PIPELINE" \
    --query "Stacks[0].Outputs[?OutputKey=='$1'].OutputValue" --output text
}

# look <queue>: up to ten messages, hidden from others for a minute, left where they are.
look() {
  aws sqs receive-message --queue-url "$(queue "$1")" --max-number-of-messages 10 --visibility-timeout 60 \
    --attribute-names All --message-attribute-names All
}

# log <function> [since] [filter]: its log, by default the errors of the last hour. An empty filter shows everything.
log() {
  aws logs tail "$(aws lambda get-function-configuration --function-name "$(arn "$1")" \
    --query LoggingConfig.LogGroup --output text)" --since "${2:-1h}" --filter-pattern "${3-ERROR}"
}

# triggers <function>: what wakes it, and how that goes.
triggers() {
  aws lambda list-event-source-mappings --function-name "$(arn "$1")" \
    --query 'EventSourceMappings[].[UUID,State,LastProcessingResult,StateTransitionReason]' --output table
}

# clocks: the schedules, and whether they are on.
clocks() {
  aws scheduler list-schedules --query "Schedules[?starts_with(GroupName, '$NTS_PIPELINE-Timetable')].[Name,State]" --output table
}

# run <function> [file]: starts it once by hand, with an empty event or the one in the file.
run() {
  aws lambda invoke --function-name "$(arn "$1")" --cli-binary-format raw-in-base64-out \
    --payload "$([ -n "${2:-}" ] && cat "$2" || echo '{}')" /dev/stdout
}

# undelete <bucket> <since>: brings back what was deleted from a bucket that keeps versions, since a moment such as 2026-11-28T00:00:00Z.
undelete() {
  local bucket key version
  bucket="$(arn "$1" | sed 's/.*://')"
  aws s3api list-object-versions --bucket "$bucket" --output text \
    --query "(DeleteMarkers || \`[]\`)[?IsLatest && LastModified >= '${2:?since when}'].[Key,VersionId]" |
    while read -r key version; do
      [ -z "$version" ] || aws s3api delete-object --bucket "$bucket" --key "$key" --version-id "$version" >/dev/null
    done
}

# restored <table> <moment>: restores a table to a moment, beside the one in use, and waits until that is done; says its name.
restored() {
  local table
  table="$(arn "$1" | sed 's#.*/##')"
  aws dynamodb restore-table-to-point-in-time --source-table-name "$table" --target-table-name "$table-restored" \
    --restore-date-time "${2:?to which moment}" >/dev/null
  aws dynamodb wait table-exists --table-name "$table-restored"
  echo "$table-restored"
}

# again <dead-letter queue>: everything in it, back to where it came from.
again() {
  aws sqs start-message-move-task --source-arn "$(arn "$1")"
}

# nameless <id>: a sender's own id of a message as the logs tell it.
nameless() {
  printf 'sha256-%s\n' "$(printf %s "$1" | sha256sum | cut -c1-16)"
}
