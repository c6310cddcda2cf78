# Wat bladsye sê wat volg wat gebeur.
live-refresh = Verfris
live-new = Nuut: { $title }
live-changed = Verander: { $title }
live-again = Iets op hierdie bladsy het verander.
live-gone = Hierdie aanmelding kan nie meer gesien word nie.

live-notices-title = Nuus oor jou insidente
live-notices-lead = Wat die afgelope 90 dae gebeur het met die insidente wat jy aangemeld het of volg.
live-notices-none = Nog niks het gebeur nie.
live-notices-unread = { $count ->
    [one] { $count } ongeleesde kennisgewing
   *[other] { $count } ongeleesde kennisgewings
}
live-notices-new = nuut
live-notices-status = Status: { $status }
live-notices-public = Almal kan dit nou sien
live-notices-not-public = Dit word nie vir almal gewys nie
live-notices-comment = ’n Nuwe kommentaar
live-notices-question = Die leiers het ’n vraag vir jou
live-notices-news = Daar is nuus oor jou insidente.
