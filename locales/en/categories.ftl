# The catalogue of categories.
categories-list-title = Categories
categories-list-back = Administration
categories-list-lead = What people can report, in the order of the report form.
categories-list-add = Add a category
categories-list-name = Name
categories-list-priority = Priority
categories-list-moderation = Moderation
categories-list-reports = Reports
categories-list-order = Order
categories-list-retired = Not offered
categories-list-up = Move { $name } up
categories-list-down = Move { $name } down

categories-edit-retired = This category is not offered for new reports.
categories-edit-code = Code
categories-edit-code-hint = Small letters, digits and underscores, such as broken_bench. It never changes.
categories-edit-name = Name in { $language }
categories-edit-help = Help in { $language }
categories-edit-icon = Icon
categories-edit-colour = Colour
categories-edit-colour-hint = Six digits after #, such as #14532d. The text on it turns black or white by itself.
categories-edit-priority = Priority of a new report
categories-edit-moderation = When does a leader look?
categories-edit-precision = How exactly does the public see the place?
categories-edit-authority = An authority must act
categories-edit-life = Lives may be in danger: show emergency numbers first and alert leaders at once
categories-edit-outside = Accept reports from outside the served areas
categories-edit-save = Save
categories-edit-questions = Extra questions
categories-edit-no-questions = No extra questions yet.
categories-edit-add-question = Add a question
categories-edit-offer = In the report form
categories-edit-bring-back = Offer it again
categories-edit-retire-help = Take it out of the report form. Its reports stay as they are.
categories-edit-retire = Take it out

categories-precision-m100 = Within 100 m
categories-precision-m250 = Within 250 m
categories-precision-m500 = Within 500 m
categories-precision-suburb = Only the suburb or place
categories-precision-hidden = Not at all
categories-moderation-before = Before it is public
categories-moderation-after = Afterwards; it is public at once

categories-question-title = Question
categories-question-code = Code
categories-question-code-hint = Small letters, digits and underscores. A question with the same code is replaced.
categories-question-kind = Kind of answer
categories-question-kind-text = A line of text
categories-question-kind-choice = One of several choices
categories-question-kind-yes_no = Yes or no
categories-question-kind-number = A number
categories-question-kind-notice = No answer, only a notice
categories-question-kind-stop = Yes stops the form and shows an emergency number
categories-question-label = Question in { $language }
categories-question-hint = Hint in { $language }
categories-question-required = An answer is needed
categories-question-choices = Choices
categories-question-choices-hint = One choice a line: code = English = Afrikaans
categories-question-phone = Emergency number
categories-question-phone-hint = Only for a question that stops the form.
categories-question-retire = Stop asking this question

categories-form-code-wrong = Use 2 to 40 small letters, digits and underscores; begin with a letter
categories-form-code-taken = Another category has this code; choose a different one
categories-form-name-missing = Enter a name in this language
categories-form-label-missing = Enter the question in this language
categories-form-too-long = Use at most { $n } letters
categories-form-colour-wrong = Enter a colour such as #14532d
categories-form-choose = Choose one of the list
categories-form-phone-missing = Enter the number to phone
categories-form-choices-wrong = Enter at least two lines, each as code = English = Afrikaans
categories-form-stale = Somebody else saved this category in the meantime. Your text is still here: open the category in another window, compare, and save again from there

categories-question-needed = Answer this question
categories-question-too-long = Use at most 300 letters
categories-question-number = Enter a whole number
categories-question-choose = Choose one of the answers

categories-list-group = In the group { $name }
categories-list-merged = Merged

categories-edit-parent = Group
categories-edit-parent-hint = The category under whose name this one stands in the report form and the filters. A category that is not offered can still head a group.
categories-edit-no-parent = No group
categories-edit-ink-black = black
categories-edit-ink-white = white
categories-edit-contrast-strong = Icon and words on it are { $ink }: { $ratio } to 1, strong contrast.
categories-edit-contrast-enough = Icon and words on it are { $ink }: { $ratio } to 1, enough contrast to read.
categories-edit-preview = See the report form
categories-edit-preview-help = As residents see it in this category; nothing is sent
categories-edit-deadlines = Deadlines
categories-edit-told = Who is told follows from areas and categories of each person, and for danger to life at once

categories-uses-title = Where it is used
categories-uses-reports = Reports
categories-uses-questions = Questions asked
categories-uses-members = Categories in its group
categories-uses-merged = Categories merged into it
categories-uses-people = People limited to it
categories-uses-pages = Pages that list its reports

categories-merge-heading = Merge
categories-merge-title = Merge { $name } into another category
categories-merge-lead = The other category takes all its reports. Use this when two categories mean the same.
categories-merge-moves = What moves
categories-merge-history = Each report moves with a line in its own history, in your name. Many reports take some minutes.
categories-merge-code = The code { $code } goes on working in filters, addresses, imports and pages: it leads to the other category.
categories-merge-place = If the other category shows places less exactly, so do the reports that move. They never become more exact.
categories-merge-questions = Its questions are not asked any more. Answers given stay with their reports.
categories-merge-people = People limited to it get the other category in its place, with all reports of that category.
categories-merge-final = This cannot be taken back.
categories-merge-into = Into which category?
categories-merge-none = Choose a category
categories-merge-sure = I have read what moves
categories-merge-go = Merge now
categories-merge-not = Do not merge
categories-merge-open = Merge into another category
categories-merge-was = Merged into { $name }. Its code leads there:
categories-merge-choose = Choose another category that is offered
categories-merge-be-sure = Tick that you have read what moves
categories-merge-gone = This category was merged already
categories-merge-leads = This category heads a group. Put the categories of its group somewhere else first

categories-form-parent-wrong = Choose a category that is in no group itself. A category that heads a group cannot be in one

categories-icon-water = Water
categories-icon-no-water = No water
categories-icon-sewage = Sewage
categories-icon-power = Power
categories-icon-cable = Cable
categories-icon-street-light = Street light
categories-icon-pothole = Pothole
categories-icon-road = Road
categories-icon-traffic-light = Traffic light
categories-icon-fire = Fire
categories-icon-veld-fire = Veld fire
categories-icon-tree = Tree
categories-icon-refuse = Refuse
categories-icon-dumping = Dumping
categories-icon-animal = Animal
categories-icon-livestock = Livestock
categories-icon-noise = Noise
categories-icon-crime = Crime
categories-icon-burglary = Burglary
categories-icon-theft = Theft
categories-icon-assault = Assault
categories-icon-accident = Accident
categories-icon-suspicious = Suspicious
categories-icon-vandalism = Vandalism
categories-icon-flood = Flood
categories-icon-other = Other

categories-told-title = Who hears of a new report
categories-told-lead = Each of them gets a mail with category, public place and reference, and nothing of the reporter or of what was written. With nothing set, leaders find new reports in their queue.
categories-told-life = In this category lives may be in danger: leaders and administrators whose limits cover the report are alerted at once in any case.
categories-told-roles = People with these roles
categories-told-roles-hint = Those whose areas and categories cover the report.
categories-told-addresses = Other e-mail addresses
categories-told-addresses-hint = One a line, such as that of the water works. They can open only what is public.
categories-told-wrong = Enter up to { $n } e-mail addresses, one a line
categories-told-lang = Language of the mail to these addresses
categories-told-stale = Somebody else changed it in the meantime. Stored now: { $now }. What you chose is still here: save again to put it in its place.
categories-told-nobody = nobody
categories-told-no-place = place not public
categories-told-subject = New report: { $category } ({ $reference })
categories-told-text =
    A new incident has been reported.

    What: { $category }
    Where: { $place }
    When: { $at }
    Reference: { $reference }

    Open it: { $link }

    This message holds nothing about the person who reported it.
