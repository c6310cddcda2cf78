# Deadlines that come near and pass.
moderation-tab-soon = Nearly due
moderation-queue-soon = Due { $at }
moderation-deadlines-show = Everybody sees that a report is overdue
moderation-deadlines-rule = When a deadline passes
moderation-deadlines-rule-nothing = Nothing happens by itself
moderation-deadlines-rule-priority = The priority rises by one step
moderation-deadlines-rule-escalate = The report is escalated, and whoever works on it is told
moderation-late-reason = A deadline of this report passed.
moderation-late-subject = A deadline passed: { $reference }
moderation-late-text =
    A deadline of report { $reference } passed, and it was escalated. Whoever works on it gets this mail; where nobody does, the officers of its area and category get it.

    { $link }
