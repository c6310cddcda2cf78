# Accounts: registering, signing in, one's own account, people for admins, and the mail that belongs to them.
accounts-login = E-mail address or cellphone number
accounts-login-missing = Enter your e-mail address or cellphone number
accounts-login-wrong = Enter an e-mail address such as anna@example.org or a cellphone number such as 082 123 4567
accounts-name = Name
accounts-name-hint = Shown to community leaders, never to the public.
accounts-name-long = Use at most { $n } letters for the name
accounts-password = Password
accounts-password-old = Your password now
accounts-password-new = New password
accounts-password-hint = At least 10 characters. Three or four words together are easy to remember and hard to guess.
accounts-password-short = Use at least { $n } characters for the password
accounts-password-long = Use at most { $n } characters for the password
accounts-password-common = Choose a different password: many people use this one, so it is guessed first
accounts-password-own = Choose a password that is not your own name, e-mail address or number
accounts-password-wrong = The password is not right; try again
accounts-too-many = You have tried too often. Wait 15 minutes and try again
accounts-lang-choose = Choose one of the languages

accounts-register-title = Register
accounts-register-lead = With an account you see all your reports in one place and get news of them.
accounts-register-login-hint = We only use it for your account. A phone number may have spaces.
accounts-register-submit = Register
accounts-register-have = Do you have an account already?
accounts-register-without = You can report an incident without an account too.
accounts-register-taken = This number cannot be registered: it has an account already. Sign in, or use a recovery code if you forgot the password

accounts-sent-register-title = Look in your mail
accounts-sent-register-text = We have sent you an e-mail. Open the link in it to confirm your address; then you can sign in.
accounts-sent-reset-title = Look in your mail
accounts-sent-reset-text = If this address has an account, you get an e-mail with a link to choose a new password. The link works for one hour.
accounts-sent-nothing = Nothing there after a few minutes? Look in the spam folder too, and check that you typed the address correctly.
accounts-sent-local = This site runs on your own machine, so mail is not really sent. Read it here:

accounts-gone-title = This link does not work any more
accounts-gone-text = It was used already, or it is too old. Ask for a new one.
accounts-gone-again = Ask for a new link

accounts-codes-title = Your recovery codes
accounts-codes-lead = If you forget your password, one of these codes lets you choose a new one.
accounts-codes-once = Write them down or take a screenshot now. We show them only this once.
accounts-codes-use = Each code works once. Keep them where nobody else looks.
accounts-codes-kept = I have kept them

accounts-sign-in-title = Sign in
accounts-sign-in-submit = Sign in
accounts-sign-in-forgot = Forgot your password?
accounts-sign-in-none = Do you not have an account yet?
accounts-sign-in-reset = Your password has been changed. Sign in with the new one.
accounts-sign-in-wrong = The address or number and the password do not go together. If you have just registered by e-mail, open the link in our mail first
accounts-sign-out = Sign out

accounts-verify-title = Confirm your e-mail address
accounts-verify-lead = One tap, and you are signed in.
accounts-verify-ask = You registered on a different device or browser. Enter the password that you chose there.
accounts-verify-submit = Confirm

accounts-reset-title = Forgot your password?
accounts-reset-lead = We send you a link to choose a new one. If you registered with a phone number, you need one of your recovery codes.
accounts-reset-submit = Continue
accounts-reset-have-code = I have a recovery code
accounts-reset-code-title = New password with a recovery code
accounts-reset-code-lead = Use one of the codes that you got when you registered.
accounts-reset-code = Recovery code
accounts-reset-code-hint = Such as 7f3k-9q2m-w4xe. Capital letters and dashes do not matter.
accounts-reset-code-none = No codes left? Ask a community leader or administrator to help you.
accounts-code-wrong = Number and code do not go together, or the code was used already
accounts-reset-link-title = Choose a new password
accounts-reset-link-lead = You will be signed out everywhere and can then sign in with the new password.
accounts-reset-save = Save the password

accounts-account-title = My account
accounts-account-login = You sign in with
accounts-account-roles = Roles
accounts-account-only = only for:
accounts-account-lang = Language of your mail
accounts-account-save = Save
accounts-account-places = Where you are signed in
accounts-account-places-lead = If you do not know one of these, end it and change your password.
accounts-account-here = this one
accounts-account-since = Signed in on { $date }
accounts-account-seen = used { $ago }
accounts-account-end = End
accounts-account-end-others = End all others
accounts-account-password = Change password
accounts-account-password-ends = You stay signed in here and are signed out everywhere else.
accounts-account-password-save = Change the password
accounts-account-codes = Recovery codes
accounts-account-codes-left = { $count ->
    [0] You have no codes left.
    [one] You have { $count } code left.
   *[other] You have { $count } codes left.
}
accounts-account-codes-hint = New codes replace the old ones.
accounts-account-codes-make = Make new codes

accounts-done-confirmed = Your e-mail address is confirmed. You are signed in.
accounts-done-saved = Saved.
accounts-done-password = Your password has been changed. You are signed out everywhere else.
accounts-done-ended = Ended.

accounts-dev-mail-title = Mail of this machine
accounts-dev-mail-lead = The newest mails that were not really sent, because no mail server is set.
accounts-dev-mail-none = No mail yet.
accounts-dev-mail-to = To { $address }

accounts-admin-title = Administration

accounts-people-title = People
accounts-people-search = Name, e-mail address or number
accounts-people-search-submit = Search
accounts-people-filter = Filter
accounts-people-filter-submit = Show
accounts-people-role = Role
accounts-people-state = State
accounts-people-any = All
accounts-people-active = Active
accounts-people-disabled = Disabled
accounts-people-unconfirmed = not confirmed
accounts-people-none = Nobody found
accounts-people-all = Show everybody
accounts-people-name = Name
accounts-people-login = Signs in with
accounts-people-roles = Roles
accounts-people-since = Registered
accounts-people-nameless = Without a name

accounts-role-resident = Resident
accounts-role-leader = Community leader
accounts-role-officer = Official
accounts-role-editor = Editor
accounts-role-admin = Administrator
accounts-role-help-resident = Reports, follows, comments. Everybody is one.
accounts-role-help-leader = Decides what is published and what happens next.
accounts-role-help-officer = Answers for an authority.
accounts-role-help-editor = Writes pages and notices.
accounts-role-help-admin = Changes everything, also the roles of others.

accounts-person-disabled = This account is disabled: nobody can sign in with it.
accounts-person-sessions = Signed in on devices
accounts-person-roles-lead = When you change roles, the person is signed out everywhere and must sign in again.
accounts-person-limits = Limits: { $role }
accounts-person-areas = Only in these areas
accounts-person-areas-hint = None ticked: everywhere.
accounts-person-categories = Only these categories
accounts-person-categories-hint = None ticked: all.
accounts-person-save-roles = Save the roles
accounts-person-stale = Somebody else changed the roles in the meantime. What you ticked is still here: check it and save again
accounts-person-own-role = You cannot take the administrator role from yourself. Another administrator can
accounts-person-own-access = You cannot disable your own account
accounts-person-access = Access
accounts-person-disable-lead = The person is signed out everywhere at once and cannot sign in. Reports stay.
accounts-person-disable = Disable this account
accounts-person-enable-lead = The person can sign in again with the old password.
accounts-person-enable = Enable this account
accounts-person-reason = Reason
accounts-person-reason-hint = Other administrators read it. Do not write down personal details.
accounts-person-reason-missing = Enter a reason
accounts-person-reason-long = Use at most { $n } letters for the reason
accounts-person-events = What happened

accounts-event-by = by { $name }
accounts-event-registered = Registered
accounts-event-added = Added by the operator
accounts-event-confirmed = E-mail address confirmed
accounts-event-signed_in = Signed in
accounts-event-sessions_ended = Ended other sessions
accounts-event-password_changed = Changed the password
accounts-event-password_reset = New password by mailed link
accounts-event-code_used = New password by recovery code
accounts-event-codes_made = New recovery codes
accounts-event-publishing_given = May publish
accounts-event-publishing_taken = May not publish any more
accounts-person-publishing = Publishing
accounts-person-publishes = This person may make reports, photos and comments public.
accounts-person-publishes-not = This person may moderate, but make nothing public.
accounts-person-publishing-take = Take this right away
accounts-person-publishing-give = Let them publish
accounts-event-roles_changed = Roles changed
accounts-event-disabled = Disabled
accounts-event-enabled = Enabled

accounts-mail-verify-subject = Confirm your e-mail address for Naboom
accounts-mail-verify-text =
    Hello

    Somebody, probably you, has registered with this e-mail address at Naboom.

    Open this link to confirm it:

    { $link }

    The link works for 7 days. If it was not you, do nothing: without the link the registration is removed.

    Naboom
accounts-mail-known-subject = You already have an account at Naboom
accounts-mail-known-text =
    Hello

    Somebody, probably you, tried to register at Naboom with this e-mail address. It has an account already, so nothing was changed.

    Sign in with your password. If you forgot it, you can choose a new one here:

    { $link }

    If it was not you, you need not do anything.

    Naboom
accounts-mail-reset-subject = New password for Naboom
accounts-mail-reset-text =
    Hello

    Open this link to choose a new password for your account at Naboom:

    { $link }

    The link works once, within one hour. If you did not ask for it, do nothing: your password stays as it is.

    Naboom
accounts-mail-changed-subject = Your password for Naboom has been changed
accounts-mail-changed-text =
    Hello

    The password of your account at Naboom has just been changed, and you were signed out on other devices.

    If it was not you, choose a new password here at once:

    { $link }

    Naboom

accounts-invite-title = Invite somebody
accounts-invite-lead = They get a mail with a link that works for a week, choose their own password, and have these roles at once.
accounts-invite-email = E-mail address
accounts-invite-email-wrong = Enter an e-mail address such as name@example.org
accounts-invite-taken = This address has an account. Find it in the list and change its roles there
accounts-invite-roles-hint = Limits to areas and categories are set on the next page.
accounts-invite-send = Send the invitation
accounts-event-invited = Invited
accounts-event-second_on = Second step turned on
accounts-event-second_off = Second step turned off
accounts-event-second_code = Recovery code used for the second step
accounts-event-second_reset = Second step taken away
accounts-second-title = Second step at sign-in
accounts-second-help = A code from an app, beside the password
accounts-second-lead = A stolen password then opens nothing: whoever signs in also needs the phone with the app.
accounts-second-must = This site wants a second step of people with your roles. Set it up here; then your roles work again.
accounts-second-is-on = It is turned on.
accounts-second-yes = On
accounts-second-no = Off
accounts-second-begin = Set it up
accounts-second-app = Get an authenticator app, such as Aegis or FreeOTP. Any app for six-digit codes will do.
accounts-second-add = Add this site to it.
accounts-second-open = Open the app on this phone
accounts-second-type = Or type this key into the app:
accounts-second-then = Type the six digits that the app shows.
accounts-second-code = Code
accounts-second-code-hint = Six digits from your app, or one of your recovery codes.
accounts-second-code-app = Six digits
accounts-second-wrong = This code does not work. Wait for the next one in your app and type that
accounts-second-go = Go on
accounts-second-on = Turn it on
accounts-second-lost = Lost your phone? Use a recovery code. Without codes, ask an administrator.
accounts-second-end-title = Turn it off
accounts-second-end-wanted = This site wants it of staff: without it your roles wait.
accounts-second-end = Turn it off
accounts-second-reset-title = Phone and codes lost?
accounts-second-reset-lead = Make sure on another way that it is really this person. Their sessions end, and the password alone signs them in.
accounts-second-reset = Take the second step away
accounts-mail-invite-subject = You are invited to Naboom
accounts-mail-invite-text =
    Hello

    You are invited to help at Naboom. Open this link to choose your password:

    { $link }

    It works for a week. If you did not expect this, do nothing.

accounts-keys-title = Keys for programs
accounts-keys-help = For programs that follow reports in your name
accounts-keys-lead = A program shows a key in place of your password. With it it can follow what you may see, and change nothing.
accounts-keys-staff = With your roles that is also what is not public yet in your areas and categories, but never who reported it or the exact place.
accounts-keys-resident = That is what everybody sees, and your own reports.
accounts-keys-made = Your new key
accounts-keys-once = Copy it now. We show it only this once.
accounts-keys-since = Made on { $date }
accounts-keys-until = good until { $date }
accounts-keys-unused = not used yet
accounts-keys-new = Make a key
accounts-keys-name = What is it for?
accounts-keys-name-hint = So that you know it again, such as: screen in the office
accounts-keys-name-wrong = Say what it is for in 60 characters or fewer
accounts-keys-days-label = Good for
accounts-keys-days = { $days ->
    [one] { $days } day
   *[other] { $days } days
}
accounts-keys-days-choose = Choose how long it is good for
accounts-keys-enough = You have 5 keys. End one that you do not need first
accounts-keys-make = Make the key
accounts-event-key_made = Key for a program made
accounts-event-key_ended = Key for a program ended
accounts-person-editor = Sections of this editor, and whether they publish

accounts-event-viewed_as = An administrator began to see the site as somebody else
accounts-event-viewed_as_ended = An administrator saw the site as themselves again
accounts-view-as-title = See the site as somebody else
accounts-view-as-lead = You see the pages as this person may see them, for an hour at most, and cannot change anything. Reports, drafts and the account under your name stay your own: nothing private of theirs is shown. It stands in the history.
accounts-view-as-role-lead = You see the pages as anybody with this role sees them, for an hour at most, and cannot change anything. It stands in the history.
accounts-view-as-go = See the site as this person
accounts-view-as-admin = Nobody sees the site as themselves or as another administrator.
accounts-view-as-read-only = You are looking at the site as somebody else, so nothing can be changed. Press “Stop” at the top of the page first.
