# What editors and administrators read: settings, menus, notices, pages, redirects, history.
cms-home-title = Administration
cms-home-notices = Notices
cms-home-notices-help = A message over every page, for a time
cms-home-areas = Areas
cms-home-areas-help = Wards and suburbs: names, what is served, who leads where
cms-home-categories = Categories
cms-home-categories-help = What can be reported, with questions and rules
cms-home-replies = Reasons and replies
cms-home-replies-help = Ready-made texts for leaders, in both languages
cms-home-macros = Macros
cms-home-macros-help = Several changes with one tap, for leaders
cms-home-two = Two people decide
cms-home-two-help = Categories where one person proposes and another confirms
cms-home-deadlines = Deadlines
cms-home-deadlines-help = How soon, by category, and the days that count
cms-home-people = People
cms-home-people-help = Roles, limits, disabled accounts
cms-home-menus = Menus
cms-home-menus-help = Links in the header and the footer
cms-home-settings = Settings
cms-home-settings-help = Name, emergency numbers, information officer

cms-form-save = Save
cms-form-saved = Saved. Visitors see it at once.
cms-form-stale = Somebody else saved this in the meantime. What you typed is still here: check it and save again to put it in place of theirs
cms-form-long = Use at most { $n } letters
cms-form-choose = Choose one of the list
cms-form-time = Enter a date and time such as 2026-11-24 18:00

cms-settings-name = Name of the site in { $language }
cms-settings-name-hint = Shown in the header and in the title of every page.
cms-settings-lang = Language of first visits
cms-settings-lang-hint = Used when the browser does not say which language it prefers.
cms-settings-lang-none = As the program was started
cms-settings-numbers = Emergency numbers
cms-settings-numbers-lead = Shown at the end of every page, in this order. Leave all of them empty for 10111, 10177 and 112.
cms-settings-number-of = Number { $n }
cms-settings-number = Number
cms-settings-number-wrong = Enter a phone number such as 10177 or 014 743 1111
cms-settings-label = Whose it is, in { $language }
cms-settings-label-missing = Enter whose number this is
cms-settings-officer = Information officer
cms-settings-officer-lead = The person who answers for personal information under POPIA. The page about privacy names them.
cms-settings-officer-name = Name
cms-settings-officer-email = E-mail
cms-settings-officer-phone = Phone
cms-settings-rules = Rules
cms-settings-publish = Editors may publish pages themselves (without this, an administrator approves)
cms-settings-email-wrong = Enter an e-mail address such as name@example.org
cms-settings-footer-title = Last line of every page
cms-settings-footer = Text in { $language }

cms-menus-header = Header
cms-menus-footer = Footer
cms-menus-none = No links of your own yet.
cms-menus-words = Words
cms-menus-address = Leads to
cms-menus-order = Order
cms-menus-waits = Waits until its page is published
cms-menus-up = Move { $name } up
cms-menus-down = Move { $name } down
cms-menus-remove = Remove { $name }
cms-menus-add = Add a link
cms-menus-menu = Where
cms-menus-page = Page of this site
cms-menus-page-none = No page: an address
cms-menus-page-hint = The link follows the page when it is moved or renamed.
cms-menus-target = Or an address
cms-menus-target-hint = A path of this site such as /incidents, or a whole address that begins with https://
cms-menus-target-missing = Choose a page or enter an address
cms-menus-target-two = Enter an address only when no page is chosen
cms-menus-address-wrong = Enter a path such as /incidents, or an address that begins with https://
cms-menus-label = Words in { $language }
cms-menus-label-hint = With a page you may leave this empty: its title is used.
cms-menus-label-missing = Enter the words of the link

cms-notices-lead = One notice is shown over every page: the most serious whose time has come, then the newest.
cms-notices-add = Add a notice
cms-notices-none = No notices yet
cms-notices-text-short = Text
cms-notices-state = State
cms-notices-planned = Planned
cms-notices-open = Its time has come
cms-notices-over = Over
cms-notices-endless = Open
cms-notices-severity = How serious
cms-notices-starts = From
cms-notices-starts-hint = South African time. Empty: from now on.
cms-notices-ends = Until
cms-notices-ends-hint = South African time. Empty: until you remove it.
cms-notices-ends-early = Choose an end after the beginning
cms-notices-text = Text in { $language }
cms-notices-text-hint = Say what happens and what to do. Plain text, at most two sentences.
cms-notices-text-missing = Enter the notice in this language
cms-severity-info = Good to know
cms-severity-warning = Something will not work
cms-severity-danger = Danger to people
cms-notice-title = Change a notice
cms-notice-remove-title = Remove it
cms-notice-remove-lead = It disappears from every page at once. The history keeps it.
cms-notice-remove = Remove this notice

cms-home-pages = Pages
cms-home-pages-help = About, help, privacy and other texts in both languages

cms-field-title = Title
cms-field-summary = Summary
cms-field-body = Text

cms-pages-add = Add a page
cms-pages-none = No page matches
cms-pages-search = Search title or address
cms-pages-search-go = Search
cms-pages-only-all = All
cms-pages-only-live = Public
cms-pages-only-changed = Public, with newer draft
cms-pages-only-draft = Draft
cms-pages-only-asked = Approval asked
cms-pages-only-translate = To translate
cms-pages-state = State
cms-pages-state-live = Public
cms-pages-state-changed = Public, with a newer draft
cms-pages-state-draft = Draft
cms-pages-state-asked = Waits for approval
cms-pages-state-planned = Goes live by itself
cms-pages-translate = To translate
cms-pages-saved-at = Draft saved
cms-pages-bin = Bin
cms-pages-title-in = Title in { $language }
cms-pages-title-one = Enter a title in at least one language
cms-pages-title-missing = Enter a title before you publish, or empty this language
cms-pages-body-missing = Enter a text before you publish, or empty this language
cms-pages-summary-in = Summary in { $language }
cms-pages-summary-hint = One sentence under the title. Search engines show it too.
cms-pages-body-in = Text in { $language }
cms-pages-slug-wrong = Use small letters a to z, digits and single hyphens, such as load-shedding
cms-pages-slug-taken = Another page has this address
cms-pages-parent-loop = A page cannot stand below itself
cms-pages-parent-deep = Pages stand at most three levels deep
cms-pages-has-children = Move or remove the pages below it first
cms-pages-see = See it
cms-pages-asked-by = { $name } asks you to publish this draft.
cms-pages-others = Also open with: { $names }
cms-pages-stale = Older than the { $language } text:
cms-pages-fresh = The translation is up to date as it is
cms-pages-preview = Preview in { $language }
cms-pages-preview-empty = Enter a title and a text first: there is nothing to preview yet.
cms-pages-save = Save the draft
cms-pages-publish = Save and publish
cms-pages-approve = Approve and publish
cms-pages-ask = Save and ask for approval
cms-pages-done-saved = Saved as a draft. The public page is unchanged.
cms-pages-done-published = Published. Everybody can read it now.
cms-pages-done-asked = Saved. An administrator is asked to publish it; any change takes the question back.
cms-pages-unpublish-title = Take it off the site
cms-pages-unpublish-lead = Readers get "page not found". The draft stays.
cms-pages-unpublish = Take it off the site
cms-pages-remove-title = Remove the page
cms-pages-remove-lead = It goes into the bin for 30 days. A public page disappears at once, also from the menus.
cms-pages-remove = Put it into the bin

cms-marks-title = How to type headings, lists and the rest
cms-marks-lead = Leave an empty line between two pieces. Everything else is a plain paragraph.
cms-marks = ## Heading
    {"### Smaller heading"}
    {"- item of a list"}
    {"1. numbered item"}
    {"**bold words**"}
    {"[words of a link](/p/about)"}
    {"> good to know"}
    {">! take care"}
    {">!! danger"}
    phone: Farm watch = 014 743 1111
    {"+++ A question that opens"}
    The answer.
    {"+++"}
    {"| Day | Hours |"}
    {"| Monday | 8 to 16 |"}
    pages: about, help
    incidents: status=open category=water_leak
    map: code-of-an-area
    image: 12
    officer:

cms-place-title = Address and place
cms-place-lead = When you move or rename a page, those below it go with it, and the old addresses lead to the new ones.
cms-place-parent = Below
cms-place-top = Nothing: at the top
cms-place-parent-hint = Pages stand at most three levels deep.
cms-place-slug = Address
cms-place-slug-hint = Small letters, digits and hyphens. It is the same in every language.
cms-place-slug-new = Small letters, digits and hyphens, the same in every language. Empty: made from the title.
cms-place-move = Move the page

cms-bin-lead = Pages stay here for 30 days. Restored, they are drafts.
cms-bin-none = The bin is empty
cms-bin-since = Since
cms-bin-back = Back
cms-bin-restore = Restore
cms-bin-refused = This page cannot come back: another page has its address now, or the page above it is gone.

cms-advice-title = What would make it better
cms-advice-title-long = Shorten the title to 60 letters: phones and search engines cut it.
cms-advice-summary = Add a summary: it is what people see before they open the page.
cms-advice-headings = Begin with a large heading (##), not a small one (###).
cms-advice-links = Say in the words of a link where it leads, not "here" or "more".
cms-advice-weight = The text is long. Consider two pages.

cms-conflict-title = Somebody else saved this page while you were writing
cms-conflict-by = { $name } saved it on { $at }. Nothing of yours is lost: choose how to go on.
cms-conflict-at = It was saved on { $at }. Nothing of yours is lost: choose how to go on.
cms-conflict-legend = What differs:
cms-conflict-old = theirs
cms-conflict-new = yours
cms-conflict-join = Go on with mine, theirs beside it
cms-conflict-mine = Save mine in place of theirs
cms-conflict-drop = Keep theirs and drop mine
cms-conflict-theirs = What the other saved in { $language }

cms-versions-title = Earlier versions
cms-versions-lead = Choose two versions to compare them word by word, and to go back.
cms-versions-at = Saved
cms-versions-by = By
cms-versions-kind = How
cms-versions-saved = Saved
cms-versions-autosaved = Saved by itself
cms-versions-reverted = Went back
cms-versions-seeded = First text of the site
cms-versions-old = Older
cms-versions-new = Newer
cms-versions-compare = Compare
cms-history-system = The system

cms-compare-title = Two versions
cms-compare-same = No difference.
cms-compare-lead = Going back makes a new version with the older text. It becomes the draft; the public page changes only when you publish.
cms-compare-revert = Go back to { $at }

cms-autosave-done = Draft saved by itself on { $at }
cms-autosave-long = Not saved: a text is too long.
cms-autosave-stale = Somebody else saved this page. Press "Save the draft" to see both texts; nothing of yours is lost.

cms-page-contents = On this page
cms-page-below = In this section
cms-page-updated = Last updated on { $date }
cms-page-other-language = This page is not available in English yet. You are reading it in { $language }.
cms-page-no-incidents = Nothing at the moment.
cms-page-all-incidents = See them all
cms-page-no-officer = The information officer will be named here.

cms-search-title = Search pages
cms-search-label = Words of a page
cms-search-lead = Help, advice and information of this site. Incidents have a search of their own.
cms-search-incidents = Search incidents
cms-search-incidents-for = Look for it in the incidents
cms-search-count = { $count ->
    [0] No page
    [one] { $count } page
   *[other] { $count } pages
}
cms-search-none = No page holds all these words. Try fewer or other words.
cms-feed-title = Pages of this site
cms-page-feed = News of this section as a feed (Atom)

cms-home-editors = Editors
cms-home-editors-help = Who publishes, and who works on which sections
cms-editors-lead = Editors write everywhere and publish as the settings say, unless you say otherwise here. It counts from their next click.
cms-editors-saved = Saved. It counts from their next click.
cms-editors-none = Nobody has the role of editor yet
cms-editors-name = Name
cms-editors-publishes = May publish
cms-editors-publishes-site = As the settings say
cms-editors-publishes-yes = Yes
cms-editors-publishes-no = No: an administrator approves
cms-editors-sections = Sections
cms-editors-sections-hint = Tick the pages below which they work. They see no other drafts, and neither notices nor redirects. Nothing ticked: the whole site.
cms-editors-everywhere = The whole site
cms-editors-nowhere = None: their sections are gone
cms-editors-person = Roles and account of this person
cms-rights-outside = Choose a page of a section that you work on

cms-editor-bold = Bold
cms-editor-link = Link
cms-editor-list = List
cms-editor-copy = Copy from { $language }: { $field }
cms-look-title = Preview here: phone, desk, without pictures
cms-look-lead = Exactly what the public would read, from what stands in the fields now. Nothing is saved.
cms-look-phone = Phone
cms-look-desk = Desk
cms-look-bare = Without pictures

cms-pages-lists-many = Use at most { $n } lists of incidents and maps on one page
cms-advice-heading-empty = Write something under every heading, or take the heading out.
cms-advice-headings-none = Divide the long text with headings (##): people who listen to the page jump from one to the next.
cms-advice-link-address = Put words in place of the web address in a link: [words](address).

cms-home-translations = Translations
cms-home-translations-help = What is missing or stale in a language
cms-translations-lead = Pages, categories, questions, replies and notices that lack a text in a language, or whose text is older than its source.
cms-translations-none = Everything is there in every language
cms-translations-name = Name
cms-translations-kind = Kind
cms-translations-lang = Language
cms-translations-wrong = What to do
cms-translations-missing = Missing: write it
cms-translations-stale = Older than its source: { $fields }
cms-translations-page = Page
cms-translations-category = Category
cms-translations-question = Question
cms-translations-reply = Reply
cms-translations-notice = Notice

cms-pages-done-planned = Saved. The plan stands: see the state above.
cms-plan-title = Go live or end by itself
cms-plan-lead = The text as it is now goes live at that minute; later changes to the draft do not touch it. Empty a time to call it off.
cms-plan-go-live = Goes live
cms-plan-expire = Ends
cms-plan-hint = South African time
cms-plan-past = Choose a time that has not passed
cms-plan-save = Save the draft and the plan

cms-home-redirects = Redirects
cms-home-redirects-help = Where old addresses lead
cms-redirects-lead = When a page moves, its old address leads to the new one by itself. Here you add addresses of older sites and printed papers.
cms-redirects-search = Search an address
cms-redirects-none = No redirects
cms-redirects-source = Old address
cms-redirects-source-hint = A path such as /water-news. It works with and without the language before it.
cms-redirects-source-wrong = Enter a path that begins with /, such as /water-news
cms-redirects-source-page = A page stands at this address: move or remove it first
cms-redirects-target = Leads to
cms-redirects-target-hint = A path such as /p/help, or a whole address that begins with https://
cms-redirects-target-wrong = Enter a path that begins with /, or an address that begins with https://
cms-redirects-loop = This would lead in a circle
cms-redirects-made = Made
cms-redirects-by-hand = by hand
cms-redirects-by-move = when a page moved
cms-redirects-hits = Used
cms-redirects-act = Remove
cms-redirects-remove = Remove
cms-redirects-add = Add a redirect
cms-redirects-import = Paste a table
cms-redirects-lines = Lines
cms-redirects-lines-hint = One line each: old address, new address. Comma, semicolon or tab between them; at most 500 lines.
cms-redirects-lines-none = Paste at least one line with two addresses
cms-redirects-check = Check the lines
cms-redirects-store = { $count ->
    [one] Add { $count } redirect
   *[other] Add { $count } redirects
}
cms-redirects-dry = Nothing is stored yet: { $count } of { $all } lines are good.
cms-redirects-stored = { $count ->
    [one] { $count } redirect added.
   *[other] { $count } redirects added.
}
cms-redirects-result = Result
cms-redirects-good = Good

cms-home-history = History
cms-home-history-help = Who changed what and when
cms-history-lead = Everything that staff change here is written down and cannot be changed or deleted by the program.
cms-history-filter = Filter
cms-history-who = Who
cms-history-name = Name of the thing
cms-history-from = From
cms-history-to = To
cms-history-subject = What
cms-history-any = Anything
cms-history-none = Nothing matches
cms-history-csv = Download as CSV
cms-history-at = When and who
cms-history-what = Change
cms-history-subject-page = Page
cms-history-subject-notice = Notice
cms-history-subject-menu = Menu
cms-history-subject-redirect = Redirect
cms-history-subject-settings = Settings
cms-history-subject-category = Category
cms-history-subject-area = Area
cms-history-subject-person = Person
cms-history-kind-added = Added
cms-history-kind-changed = Changed
cms-history-kind-merged = Took the reports of
cms-history-kind-merged_into = Merged into
cms-history-kind-moved = Moved
cms-history-kind-removed = Removed
cms-history-kind-restored = Restored
cms-history-kind-published = Published
cms-history-kind-unpublished = Taken off the site
cms-history-kind-scheduled = Planned
cms-history-kind-unscheduled = Plan called off
cms-history-kind-asked = Asked for approval
cms-history-kind-reverted = Went back to an earlier version
cms-settings-second = Staff must use a second step at sign-in
cms-settings-second-hint = Leaders, officers, editors and administrators without it keep their roles, but can use them only after they set it up.
cms-settings-embed-title = Map on other sites
cms-settings-embed-lead = The sites named here may show a small map of the public incidents inside their pages. They put this into the page; the filters of the list can be added to its address, such as &status=open:
cms-settings-embed-frame = Incidents on the map
cms-settings-embed = Sites that may show it
cms-settings-embed-hint = One address a line, such as https://town.example. Leave it empty and no other site may.
cms-settings-embed-wrong = Enter up to { $n } addresses without a path, one a line, such as https://town.example

cms-home-texts = Texts for translators
cms-home-texts-help = Out as CSV or PO, and back in with a check
cms-texts-lead = Categories, questions with their choices, replies, notices, menus and pages. Translations of pages go into their drafts; all others are shown at once.
cms-texts-out = Download
cms-texts-into = Into { $language }
cms-texts-in = Bring back
cms-texts-language = Language of the translations
cms-texts-file = File
cms-texts-file-hint = The CSV or PO file that you downloaded here, with its translations; at most 4 MB.
cms-texts-check = Check only
cms-texts-store = Check and take
cms-texts-checked = Nothing was taken yet. This is what each line comes to.
cms-texts-stored = Taken. This is what each line came to.
cms-texts-report = Lines of the file
cms-texts-key = Key
cms-texts-source = Source
cms-texts-target = Translation
cms-texts-result = Result
cms-texts-verdict-changed = Another translation
cms-texts-verdict-same = As it is
cms-texts-verdict-stale = The source changed since: download the file again
cms-texts-verdict-unknown = No such text
cms-texts-verdict-long = Too long
cms-texts-no-file = Choose a file
cms-texts-not-utf8 = Save the file as UTF-8, then send it again
cms-texts-not-read = Send a PO file, or a CSV file with the columns key and both languages, as downloaded here

cms-home-images = Pictures
cms-home-images-help = The library that pages take their pictures from
cms-images-lead = A picture here can stand in any page. The public sees it once a published page shows it.
cms-images-add = Add a picture
cms-images-search = Search names and descriptions
cms-images-none = No pictures here yet
cms-images-picture = Picture
cms-images-name = Name
cms-images-name-hint = For editors, to find it again. Empty: the name of the file.
cms-images-name-missing = Enter a name
cms-images-alt = Alternative text in { $language }
cms-images-alt-hint = What the picture shows, in a sentence, for readers who do not see it
cms-images-alt-missing = Alternative text missing
cms-images-decorative = It is only decoration
cms-images-decorative-hint = It says nothing that the text does not say; readers who do not see it are not told of it.
cms-images-focus = Keep in sight
cms-images-focus-hint = Where a picture is cut, this part stays.
cms-images-focus-50-50 = The middle
cms-images-focus-0-0 = Top left
cms-images-focus-50-0 = Top
cms-images-focus-100-0 = Top right
cms-images-focus-0-50 = Left
cms-images-focus-100-50 = Right
cms-images-focus-0-100 = Bottom left
cms-images-focus-50-100 = Bottom
cms-images-focus-100-100 = Bottom right
cms-images-file = File
cms-images-file-hint = JPEG, PNG, WebP, GIF or HEIC of up to 15 MB. Place, camera and all else it says of its maker is taken out.
cms-images-no-file = Choose a picture
cms-images-uses = Pages
cms-images-weight = On a phone
cms-images-band = Cut to a band
cms-images-type = In the text of a page, type { $line }, or { $band } for the band. Words after = stand below the picture.
cms-images-line = image: { $number }
cms-images-line-band = image: { $number } wide = The town hall
cms-images-used-in = Where it is used
cms-images-used-nowhere = No page shows it.
cms-images-used-bin = In the bin
cms-images-others = It is in pages that you do not publish, so only others can change it.
cms-images-said = What is said of it
cms-images-save = Save
cms-images-saved = Saved.
cms-images-stale = Somebody else changed it in the meantime. This is how it is now.
cms-images-replace = Put another file in its place
cms-images-replace-hint = Every page that shows it shows the new one at once.
cms-images-remove-title = Take it away
cms-images-remove-lead = The picture and its file are deleted for good.
cms-images-remove = Delete the picture
cms-images-used = It can be deleted once no page shows it, not even one in the bin.
cms-editor-picture = Picture for the text in { $language }
cms-editor-picture-none = Choose a picture
cms-editor-insert = Put the picture into the text
cms-advice-image-alt = A picture has no alternative text in this language: say in the library of pictures what it shows, or that it is only decoration.
cms-advice-image-gone = A picture is not in the library any more: choose another or take its line out.
cms-advice-images-heavy = The pictures are heavier than a weak signal carries: use fewer, 300 KB together at most.
cms-history-subject-image = Picture

cms-copy-title = Copy the page
cms-copy-lead = The copy is a draft. Plans and questions for approval stay behind, and the public sees nothing of it until it is published.
cms-copy-below = With all pages below it
cms-images-added = Added on { $date }
