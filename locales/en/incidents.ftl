# Reports as everybody reads them. The words of statuses, priorities and publications are used on every page.
incidents-status-reported = Reported
incidents-status-acknowledged = Acknowledged
incidents-status-in_progress = In progress
incidents-status-waiting = Waiting
incidents-status-resolved = Resolved
incidents-status-closed = Closed
incidents-status-rejected = Not taken up
incidents-status-duplicate = Duplicate

incidents-priority-low = Low
incidents-priority-medium = Medium
incidents-priority-high = High
incidents-priority-critical = Critical

incidents-publication-pending = Waiting for a leader
incidents-publication-public = Public
incidents-publication-hidden = Taken down
incidents-publication-private = Private

incidents-author-resident = A resident
incidents-author-reporter = The reporter
incidents-author-leader = A community leader
incidents-author-officer = An officer
incidents-author-system = Naboom

incidents-home-title = What is wrong in your neighbourhood?
incidents-home-heading = What is wrong in your neighbourhood?
incidents-home-lead = Report it in two minutes. No account needed.
incidents-home-danger = Life in danger? Phone
incidents-home-ambulance = (ambulance, fire) or
incidents-home-police = (police).
incidents-home-newest = Newest incidents
incidents-home-all = See all incidents
incidents-home-none = No incidents yet
incidents-home-none-help = What people report shows here.
incidents-home-look = Look further
incidents-home-open = Open incidents
incidents-home-open-help = Somebody still has to act
incidents-home-done = Resolved in the last 30 days
incidents-home-done-help = See what was done
incidents-home-mine = My reports
incidents-home-mine-help = What you reported and what you follow

incidents-list-title = Incidents
incidents-list-search = Search incidents
incidents-list-search-hint = Street, words or reference
incidents-list-search-go = Search
incidents-list-filter = Filter and order
incidents-list-all = All
incidents-list-open = Open
incidents-list-done = Resolved
incidents-list-status = Status
incidents-list-category = Category
incidents-list-any-category = All categories
incidents-list-area = Area
incidents-list-any-area = All areas
incidents-list-priority = Priority
incidents-list-any-priority = Any priority
incidents-list-from = Reported from
incidents-list-to = Reported until
incidents-list-assigned = Assigned to
incidents-list-assigned-any = Anybody
incidents-list-assigned-me = Me
incidents-list-assigned-nobody = Nobody yet
incidents-list-order = Order
incidents-list-order-newest = Newest first
incidents-list-order-oldest = Oldest first
incidents-list-order-priority = Most urgent first
incidents-list-order-changed = Last changed first
incidents-list-show = Show
incidents-list-clear = Show everything
incidents-list-count = { $count ->
    [one] { $n } incident
   *[other] { $n } incidents
}
incidents-list-map = Show these on the map
incidents-list-none = No incidents found
incidents-list-none-help = Try fewer or other words, or take filters away.
incidents-list-feeds = This list for programs:

incidents-feed-title = Naboom: incidents

incidents-show-near = near { $place }
incidents-show-banner = Not public
incidents-show-banner-pending = This report waits for a community leader. Until then only its reporter and the leaders see it.
incidents-show-banner-hidden = This report was taken down. Only its reporter and the leaders see it.
incidents-show-banner-private = This report is private. Only its reporter and the leaders see it.
incidents-show-moderate = Open in moderation
incidents-show-duplicate = This was reported before. What happens with it, you see there:
incidents-show-original = The first report
incidents-show-photo = Photo { $n } of { $of }
incidents-show-photo-soon = This photo is being prepared.
incidents-show-happened = What happened
incidents-show-comments = Comments
incidents-show-no-comments = No comments yet.
incidents-show-internal = only leaders and officers read this
incidents-show-waits = waits for a leader
incidents-show-taken-down = taken down
incidents-show-where = Where
incidents-show-coarse = It lies in the marked area. The exact place is not shown.
incidents-show-no-place = The place of this report is not shown.
incidents-show-place = Place
incidents-show-seen = Seen
incidents-show-reported = Reported
incidents-show-changed = Last change
incidents-show-reference = Reference
incidents-show-nearby = Open nearby
incidents-show-metres = { $n } m away
incidents-show-kilometres = { $n } km away
incidents-show-share = Share
incidents-show-whatsapp = Share on WhatsApp

incidents-step-reported = Reported
incidents-step-acknowledged = Acknowledged
incidents-step-in_progress = Work began
incidents-step-waiting = Waiting
incidents-step-resolved = Resolved
incidents-step-closed = Closed
incidents-step-rejected = Not taken up
incidents-step-duplicate = Marked as a duplicate
incidents-step-answered = Answered
incidents-step-reopened = Reopened
incidents-by-leader = by a community leader
incidents-by-officer = by an officer
incidents-by-reporter = by the reporter

incidents-follow-title = I see it too
incidents-follow-start = I see it too: follow
incidents-follow-stop = Stop following
incidents-follow-on = You follow this incident.
incidents-follow-count = { $count ->
    [0] Nobody follows this incident yet.
    [one] One person follows this incident.
   *[other] { $count } people follow this incident.
}
incidents-follow-help = Leaders see how many people an incident touches. Nobody sees who you are.
incidents-follow-back = Back to the incident
incidents-follow-cookie = Allow cookies for this site, then press the button again: without one you would be counted more than once

incidents-say-title = Comment
incidents-say-label = Your comment
incidents-say-hint = Everybody can read it. Leave out names and phone numbers.
incidents-say-send = Send comment
incidents-say-sign-in = Sign in to comment
incidents-say-missing = Write what you want to say
incidents-say-too-long = Use at most { $n } letters

incidents-track-title = Your report
incidents-track-status-reported = We have your report. A community leader will look at it.
incidents-track-status-acknowledged = A community leader or an officer has seen your report.
incidents-track-status-in_progress = Somebody is working on it.
incidents-track-status-waiting = We are waiting before we can go on.
incidents-track-status-resolved = It is solved, say those who worked on it.
incidents-track-status-closed = Your report is closed.
incidents-track-status-rejected = Your report was not taken up. The reason is below.
incidents-track-status-duplicate = Somebody reported the same before. Your report belongs to that one now.
incidents-track-seen-pending = It is not public yet: a leader looks at it first.
incidents-track-seen-public = Everybody can see it, without your name and without the exact place.
incidents-track-seen-hidden = It was taken down: only you and the leaders see it.
incidents-track-seen-private = It is private: only you and the leaders see it.
incidents-track-public-page = See the public page
incidents-track-question = We have a question for you
incidents-track-question-help = Your answer goes to the leaders and officers. It is not public.
incidents-track-answer = Your answer
incidents-track-answer-hint = Only leaders and officers read this.
incidents-track-answer-send = Send answer
incidents-track-reopen = It is not solved
incidents-track-reopen-why = What is still wrong?
incidents-track-reopen-send = Open it again
incidents-track-sent = What you sent
incidents-track-where = Where everybody sees it
incidents-track-key = Keep this address
incidents-track-key-help = Whoever has it can see and change your report. Keep it to yourself. If you gave a mail address, every mail about this report brings it too; without one nobody can give it to you again.
incidents-track-private = Take it from public view
incidents-track-moved-on = The report has moved on in the meantime. Load the page again to see where it stands.

incidents-private-title = Take this report from public view?
incidents-private-what = If you do this:
incidents-private-gone = the report, its photos and its comments are no longer public
incidents-private-kept = leaders and officers still see it and go on working on it
incidents-private-undo = only a community leader can make it public again
incidents-private-do = Make it private
incidents-private-no = Leave it as it is

incidents-mine-title = My reports
incidents-mine-reported = What I reported
incidents-mine-none = You have not reported anything with this account
incidents-mine-none-help = A report that you made without signing in has its own tracking link.
incidents-mine-followed = What I follow

incidents-change-same = Nothing is different; change something first
incidents-change-undo-late = It is too late to undo this; change it instead
incidents-change-own = This is your own report; somebody else must decide on it
incidents-change-own-proposal = You proposed this yourself; somebody else must confirm it
incidents-change-no-proposal = Nothing is proposed any more; load the report again
incidents-change-may-publish = You may not publish; ask somebody who may
incidents-change-no-appeal = No appeal waits any more; load the report again
incidents-change-appeal-same = You took part in that decision; somebody else must decide about the appeal
incidents-appeal-once = You answered this decision before; that can be done once.
incidents-appeal-open = You said that you do not agree. Somebody else looks at it; the answer comes here.
incidents-appeal-granted = You did not agree, and you were right.
incidents-appeal-denied = You did not agree. Somebody else looked at it, and the decision stays.
incidents-appeal-open-form = I do not agree
incidents-appeal-why = Why do you not agree?
incidents-appeal-hint = Only leaders and officers read this. You can do it once; somebody else decides.
incidents-appeal-send = Send
incidents-change-split-moved = Somebody works on a part already; it cannot be taken back
incidents-show-whole = Part of:
incidents-show-part = Another part of this report:
incidents-change-own-words = These are your own words; somebody else must decide on them
incidents-change-move = This status cannot follow on the present one; choose another
incidents-change-right = Your role may not do this; ask a community leader
incidents-change-text = Write what happened, or why
incidents-change-long = The text is too long; make it shorter
incidents-change-publication = It cannot go from its present state to this one
incidents-change-reason = Give a reason
incidents-change-assignee = This person does not cover the area and category; choose another
incidents-change-ended = It is over; reopen it first
incidents-change-title = Give a title
incidents-change-category = Choose a category
incidents-change-other = Give the reference of an incident that exists
incidents-change-itself = A report cannot be a duplicate of itself
incidents-change-chain = That one is a duplicate too; give the first one
incidents-change-stale = Somebody changed this report in the meantime; load it again
incidents-change-wait-over = The wait is over; the report goes on.
incidents-merge-subject = { $reference } goes on as { $original }
incidents-merge-text = The incident { $reference } that you follow was reported before as { $original }. You follow that one from now on: { $link }

incidents-here-title = My reports on this phone
incidents-here-sent = The last report sent from here
incidents-here-sent-help = Its reference and its tracking link
incidents-here-begun = A report that you began
incidents-here-begun-help = Go on where you stopped
incidents-here-nothing = This phone follows no reports, and none was begun on it in the last days.
incidents-here-find = Find a report that you sent
incidents-here-link = Without an account, open the tracking link that you got when you sent it. Every mail about the report brings the link too.
incidents-here-account = With an account, sign in: everything that you reported and follow stands there, on every phone.
