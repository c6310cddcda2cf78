# What pages say that follow what happens.
live-refresh = Refresh
live-new = New: { $title }
live-changed = Changed: { $title }
live-again = Something on this page changed.
live-gone = This report can no longer be seen.
