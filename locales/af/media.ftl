# Foto’s: wat die deur sê, en hoekom ’n foto nie gewys kan word nie.
media-error-empty = Daar is niks in hierdie lêer nie. Kies die foto weer.
media-error-kind = Hierdie lêer is nie ’n foto wat ons kan lees nie. Stuur ’n JPEG, PNG of WebP.
media-error-heic = Ons kon nie hierdie HEIC-foto lees nie. Stuur dit as JPEG: kies “Most Compatible” by die kamera-instellings van ’n iPhone.
media-error-broken = Hierdie foto is beskadig of het nie heel aangekom nie. Kies dit weer, of neem ’n nuwe een.
media-error-bytes = Hierdie foto is groter as 15 MB. Stuur ’n kleiner een.
media-error-pixels = Hierdie foto het meer as 60 miljoen pixels. Stuur ’n kleiner een.
media-error-many = ’n Verslag vat tot vyf foto’s. Haal een uit voordat jy nog een byvoeg.
media-error-store = Die foto kon nie nou gebêre word nie. Jou teks is veilig: voeg die foto oor ’n paar minute weer by.
media-error-busy = Baie foto’s kom nou gelyk in. Jou teks is veilig: voeg die foto oor ’n paar minute weer by.
media-error-cut = Die oplaai is onderbreek. Jou teks is veilig: voeg die foto weer by.
media-error-move = Daar is intussen oor hierdie foto besluit. Laai die bladsy weer.
media-failure-lost = Die lêer van hierdie foto is weg.
