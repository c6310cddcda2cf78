# Photos: what the door says, and why a photo cannot be shown.
media-error-empty = There is nothing in this file. Choose the photo again.
media-error-kind = This file is not a photo we can read. Send a JPEG, PNG or WebP.
media-error-heic = We could not read this HEIC photo. Send it as JPEG: in the camera settings of an iPhone choose “Most Compatible”.
media-error-broken = This photo is damaged or did not arrive whole. Choose it again, or take a new one.
media-error-bytes = This photo is larger than 15 MB. Send a smaller one.
media-error-pixels = This photo has more than 60 million pixels. Send a smaller one.
media-error-many = A report takes up to five photos. Remove one before you add another.
media-error-store = The photo could not be kept right now. Your text is safe: add the photo again in a few minutes.
media-error-busy = Many photos are coming in right now. Your text is safe: add the photo again in a few minutes.
media-error-cut = The upload broke off. Your text is safe: add the photo again.
media-error-move = This photo has been decided on in the meantime. Load the page again.
media-failure-lost = The file of this photo is gone.
