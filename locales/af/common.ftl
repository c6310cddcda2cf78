# Woorde wat elke bladsy deel.
language-name = Afrikaans
language-locale = af-ZA

month-1 = Januarie
month-2 = Februarie
month-3 = Maart
month-4 = April
month-5 = Mei
month-6 = Junie
month-7 = Julie
month-8 = Augustus
month-9 = September
month-10 = Oktober
month-11 = November
month-12 = Desember

ago-now = so pas
ago-minutes = { $count ->
    [one] { $count } minuut gelede
   *[other] { $count } minute gelede
}
ago-hours = { $count ->
    [one] { $count } uur gelede
   *[other] { $count } uur gelede
}

error-title-bad-request = Ons kon dit nie lees nie
error-title-sign-in = Teken eers in
error-title-forbidden = Jy mag dit nie doen nie
error-title-not-found = Bladsy nie gevind nie
error-title-conflict = Iets het intussen verander
error-title-too-large = Dit is te groot
error-title-too-many = Te veel op een slag
error-title-unavailable = Nie nou beskikbaar nie
error-title-internal = Iets het aan ons kant verkeerd geloop
error-help-bad-request = Gaan terug, kyk wat jy getik het, en probeer weer.
error-help-sign-in = Teken in, dan kom jy terug na hierdie bladsy.
error-help-forbidden = Jou rekening het nie die reg vir hierdie bladsy nie. Vra ’n administrateur as jy dit nodig het.
error-help-not-found = Kyk of die adres reg is, of soek die voorval in die lys.
error-help-conflict = Gaan terug, laai die bladsy weer, en probeer nog ’n keer.
error-help-too-large = Stuur minder of kleiner lêers.
error-help-too-many = Wag ’n paar minute en probeer dan weer. Niks wat jy vroeër gestuur het, is verlore nie.
error-help-unavailable = Wag ’n minuut en probeer dan weer. Bel 10111 of 10177 in ’n noodgeval.
error-help-internal = Probeer weer. As dit weer gebeur, gee vir ons hierdie nommer:
error-cross-site = Hierdie vorm kom van ’n ander werf af of is te oud. Laai die bladsy weer en stuur dit nog ’n keer.
