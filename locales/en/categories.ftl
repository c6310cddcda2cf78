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
