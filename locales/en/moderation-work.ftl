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

# On call, and the mail of the morning.
moderation-work-title = On call and mail
moderation-work-help = Whether alerts come to you, and the mail of the morning
moderation-work-saved = Saved.
moderation-work-call = On call
moderation-work-call-lead = When a life-threatening report arrives, those on call get a mail at once. While nobody of its area is on call, all its leaders and administrators get it.
moderation-work-nobody = Nobody is on call now.
moderation-work-now = On call now: { $names }
moderation-work-on = I am on call
moderation-work-from = Each day from
moderation-work-until = Until
moderation-work-hours-hint = South African time, also over midnight. Leave both empty for day and night.
moderation-work-time-wrong = Type a time such as 18:00, or nothing
moderation-work-time-half = Type a beginning and another end, or neither
moderation-work-digest = Mail of the morning
moderation-work-digest-on = At 07:00, mail me what waits, is nearly due or overdue in my areas
moderation-alarm-waits = A life-threatening report waits: { $reference }
moderation-alarm-life = Life-threatening: before all others
moderation-alarm-on = Turn the alarm sound on
moderation-alarm-off = Turn the alarm sound off
moderation-digest-subject = Naboom this morning: { $new } new, { $soon } nearly due, { $overdue } overdue
moderation-digest-text =
    This waits in your areas and categories:

    New: { $new }
    Nearly due: { $soon }
    Overdue: { $overdue }

    { $list }
    { $link }

    No more of these mails: { $stop }
moderation-digest-late = { $reference } { $category }: overdue since { $at }
moderation-digest-soon = { $reference } { $category }: due { $at }
moderation-stop-title = Mail of the morning
moderation-stop-lead = Each morning at 07:00 this mail says what waits in your areas. Do you want no more of it?
moderation-stop-go = Stop this mail
moderation-stop-done = It will not come any more. Under “On call and mail” in your account you can turn it on again.

# Figures of the queue.
moderation-figures-title = Figures
moderation-figures-lead = The last { $days } days.
moderation-figures-look = Median time to the first look
moderation-figures-decisions = Decisions
moderation-figures-by-hour = Decisions per hour
moderation-figures-undos = Taken back
moderation-figures-conflicts = Conflicts
moderation-figures-hint = A decision is one form sent about one report. An hour counts when somebody decided in it. A conflict is a decision about a report that somebody else had changed meanwhile. Percentages are of all decisions.
moderation-figures-people = By person
moderation-figures-who = Person
moderation-figures-none = Nobody decided anything.
moderation-figures-minutes = { $n } min
moderation-figures-hours = { $n } h
