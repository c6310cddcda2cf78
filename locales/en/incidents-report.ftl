# Reporting an incident, step by step.
incidents-report-continue = Continue
incidents-report-back = Back
incidents-report-to-home = Home
incidents-report-yes = Yes
incidents-report-no = No
incidents-report-none = None
incidents-report-too-long = Use at most { $n } characters

incidents-report-danger = Is somebody in danger? Phone first

incidents-report-what = What do you want to report?
incidents-report-what-missing = Choose what you want to report
incidents-report-begun = You have begun a report on this phone
incidents-report-go-on = Go on with it
incidents-report-fresh = Begin a new report
incidents-report-lost = This report was open for too long
incidents-report-lost-help = What you have just typed is kept. Choose again what it is about; then check each step.

incidents-report-where = Where is it?
incidents-report-place = Street, place or landmark
incidents-report-place-hint = For example: in front of the library in Hans Street
incidents-report-place-missing = Enter a street or landmark, or choose a suburb
incidents-report-place-outside = This lies outside the area that we serve, and this kind of report is for the area only. Give another place, or go back and choose something else
incidents-report-suburb-unknown = Choose a suburb from the list; the one sent is not on it any more
incidents-report-suburb = Suburb or town
incidents-report-suburb-none = Choose from the list
incidents-report-locate = Use my location
incidents-report-locate-finding = Looking for your location …
incidents-report-locate-found = Found, exact to about %n m. Continue, or type a better place.
incidents-report-locate-failed = Your phone could not tell its location. Type the street or choose the suburb.
incidents-report-point-phone = Your phone gave this location
incidents-report-point-map = You marked this place on the map
incidents-report-point-clear = Remove this place
incidents-report-exact = exact to about { $n } m
incidents-report-outside = This is outside the area that we serve. You can still report it; we pass it on.
incidents-report-map = Or show it on a map
incidents-report-map-help = The map uses about 30 KB of data.
incidents-report-map-open = Open the map
incidents-report-map-close = Close the map
incidents-report-choose = Which one do you mean?
incidents-report-choose-help = You typed “{ $words }”. These places have names like it.
incidents-report-choose-none = None of these
incidents-report-choose-none-help = Keep the place as I typed it.
incidents-report-later = Finish later, or on another phone
incidents-report-later-help = We keep this report for seven days. Go on with it through this link. Whoever has the link can read what you typed.

incidents-report-details = What is wrong?
incidents-report-text = Tell us what you see
incidents-report-text-hint = What is it, since when, and is it dangerous? Everybody can read this: leave out names, phone numbers and house numbers.
incidents-report-text-missing = Tell us what you see
incidents-report-when = When did you see it?
incidents-report-when-hint = Leave this empty if you see it now.
incidents-report-day = Day
incidents-report-time = Time
incidents-report-day-wrong = Enter the day like 5 March 2026
incidents-report-day-ahead = This time is still to come. Enter when you saw it
incidents-report-day-old = This is more than a year ago. Check the year
incidents-report-time-wrong = Enter the time like 14:05
incidents-report-photos = Photos
incidents-report-photos-hint = Up to { $n } photos. A leader looks at each one before it is public. We remove the place that is hidden in a photo.
incidents-report-photos-many = Choose at most %n more
incidents-report-photo = Photo { $n }
incidents-report-photo-remove = Remove

incidents-report-stop = Phone { $phone } now
incidents-report-phone = Phone { $phone }
incidents-report-stop-cell = From any cellphone, also without airtime:
incidents-report-stop-then = And then
incidents-report-stop-kept = Nothing you typed is lost. You can go on with your report afterwards.
incidents-report-stop-phoned = I have phoned: go on with the report
incidents-report-stop-no = That is not so, I chose the wrong answer: go on

incidents-report-nearby = Is it one of these?
incidents-report-nearby-help = Others have reported something like this nearby. If it is the same, follow that report: then you hear what happens, and nobody does the work twice.
incidents-report-same = This is it: follow
incidents-report-different = Mine is different: go on
incidents-report-followed = You follow this report now
incidents-report-followed-help = It was reported already, so we did not make a second report. You find it under “My reports” on this phone.
incidents-report-followed-see = See the report
incidents-report-different-after = It is something else after all: go on with my report

incidents-report-contact = May we contact you?
incidents-report-contact-who = The public never sees this. Only the leaders and officers who work on your report can see it, and every look is recorded. You can leave it all empty.
incidents-report-name = Name
incidents-report-phone-number = Phone number
incidents-report-phone-hint = For example 082 123 4567
incidents-report-phone-wrong = Enter a phone number like 082 123 4567, or leave it empty
incidents-report-email = E-mail address
incidents-report-email-wrong = Enter an e-mail address like name@example.com, or leave it empty

incidents-report-check = Check your report
incidents-report-change = Change
incidents-report-row-what = What
incidents-report-row-where = Where
incidents-report-row-text = What you see
incidents-report-row-contact = Contact
incidents-report-public = What everybody will see
incidents-report-public-after = At once, what you see and the title:
incidents-report-public-before = Once a community leader has looked at it, what you see and the title:
incidents-report-public-place = The area only: { $near }. The exact place is not shown.
incidents-report-public-no-place = The place is not shown.
incidents-report-public-photos = Each photo, once a leader has looked at it.
incidents-report-public-never = Never your name, phone number or e-mail address.
incidents-report-send = Send report
incidents-report-too-many = You have sent many reports within an hour. Nothing is lost: wait a while, then press “Send report” again.
incidents-report-other = Check this report again
incidents-report-other-help = Another report was begun on this phone since you opened this page. This is the one that will be sent now.

incidents-report-sent = Thank you. We have your report
incidents-report-reference = Your reference number
incidents-report-next = What happens next
incidents-report-when-critical = The community leaders are being alerted right now.
incidents-report-when-high = A community leader looks at your report as soon as possible, normally today.
incidents-report-when-usual = A community leader looks at your report, normally within a day.
incidents-report-next-public = Everybody can see your report from now on, without the exact place.
incidents-report-next-pending = If it is fit for the public, the leader shows it to everybody, without the exact place.
incidents-report-next-photos = A leader first looks at your photos.
incidents-report-next-told = Your own link below always shows what has been done.
incidents-report-track = Follow your report
incidents-report-track-help = Keep this link: copy it, or take a screenshot. It works without an account. Whoever has it sees your report, so share it only with people you trust.
incidents-report-track-open = Open my report
incidents-report-as-public = See it as everybody does
incidents-report-another = Report something else

incidents-report-resume = Go on with a report
incidents-report-resume-begun = This report was begun on { $at }.
incidents-report-gone = This report is not here any more
incidents-report-gone-help = We keep unfinished reports for seven days. Please begin a new one.

incidents-report-alert-subject = Urgent: { $category } ({ $reference })
incidents-report-alert-no-place = place not public
incidents-report-alert-text =
    A life-threatening incident has been reported.

    What: { $category }
    Where: { $place }
    When: { $at }
    Reference: { $reference }

    Open it: { $link }

    This message holds nothing about the person who reported it.
incidents-report-preview = Preview: the form as residents see it in this category. Nothing can be sent from here.
