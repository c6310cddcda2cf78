# Words that every page shares.
language-name = English
language-locale = en-ZA

month-1 = January
month-2 = February
month-3 = March
month-4 = April
month-5 = May
month-6 = June
month-7 = July
month-8 = August
month-9 = September
month-10 = October
month-11 = November
month-12 = December

ago-now = just now
ago-minutes = { $count ->
    [one] { $count } minute ago
   *[other] { $count } minutes ago
}
ago-hours = { $count ->
    [one] { $count } hour ago
   *[other] { $count } hours ago
}

error-title-bad-request = We could not read that
error-title-sign-in = Sign in first
error-title-forbidden = You may not do this
error-title-not-found = Page not found
error-title-conflict = Something changed in the meantime
error-title-too-large = That is too large
error-title-too-many = Too many at once
error-title-unavailable = Not available right now
error-title-internal = Something went wrong on our side
error-help-bad-request = Go back, check what you typed, and try again.
error-help-sign-in = Sign in, and you come back to this page.
error-help-forbidden = Your account does not have the right for this page. Ask an administrator if you need it.
error-help-not-found = Check the address, or look for the incident in the list.
error-help-conflict = Go back, load the page again, and try once more.
error-help-too-large = Send fewer or smaller files.
error-help-too-many = Wait a few minutes, then try again. Nothing you sent before is lost.
error-help-unavailable = Wait a minute, then try again. In an emergency phone 10111 or 10177.
error-help-internal = Try again. If it happens again, tell us this number:
error-cross-site = This form came from another site or is too old. Load the page again and send it once more.
