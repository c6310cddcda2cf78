# Wat bladsye sê wat volg wat gebeur.
live-refresh = Verfris
live-new = Nuut: { $title }
live-changed = Verander: { $title }
live-again = Iets op hierdie bladsy het verander.
live-gone = Hierdie aanmelding kan nie meer gesien word nie.
