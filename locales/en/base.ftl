# What the frame of every page (templates/base.html) and the components say.
base-site = Naboom
base-skip = Skip to the content
base-nav = Site
base-dock = Shortcuts
# The four words of the bottom row on phones: at most ten letters each.
base-dock-mine = Mine
base-dock-queue = Queue
base-dock-account = Account
base-incidents = Incidents
base-map = Map
base-my-reports = My reports
base-moderation = Moderation
base-account = My account
base-sign-in = Sign in
base-report = Report an incident
# The same in three pieces: a narrow header leaves out the middle one.
base-report-verb = Report
base-report-what = an incident
base-report-particle = { "" }
base-emergency = In an emergency, phone first
base-police = Police
base-ambulance = Ambulance and fire
base-cellphone = From any cellphone
base-feed = Feed of new incidents
base-data = Easy on your data: a page without photos is smaller than 15 KB.
base-away = No connection. Nothing you typed is lost. Try again when you have signal.
base-wait = Sending …
base-pages = Pages
base-previous = Previous
base-next = Next
base-step = Step { $now } of { $of }
base-to-home = Go to the home page
base-to-incidents = See all incidents
base-request = Request number:

form-error = Error:
form-problem = There is a problem
form-optional = (optional)
form-letters-left = You have %n characters left
form-show-password = Show password
form-hide-password = Hide password
base-search = Search pages

base-seen-as-label = You look as somebody else
base-seen-as = You see the site as { $name } would. Nothing can be changed.
base-seen-as-stop = Stop
