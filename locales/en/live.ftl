# What pages say that follow what happens.
live-refresh = Refresh
live-new = New: { $title }
live-changed = Changed: { $title }
live-again = Something on this page changed.
live-gone = This report can no longer be seen.

live-notices-title = News about your reports
live-notices-lead = What happened to the reports that you made or follow, in the last 90 days.
live-notices-none = Nothing has happened yet.
live-notices-unread = { $count ->
    [one] { $count } unread notice
   *[other] { $count } unread notices
}
live-notices-new = new
live-notices-status = Status: { $status }
live-notices-public = Everybody can see it now
live-notices-not-public = It is not shown to everybody
live-notices-comment = A new comment
live-notices-question = The leaders have a question for you
live-notices-news = There is news about your reports.
