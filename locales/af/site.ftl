# Wat elke bladsy sê oor die werf soos dit nou is: die kennisgewing bo-oor die bladsy.
site-notice-label = Kennisgewing
site-notice-hide = Versteek
site-notice-hide-here = Versteek hierdie kennisgewing op hierdie toestel
site-notice-none = Daar is op die oomblik geen kennisgewing nie.
