# Aanmeldings soos almal hulle lees. Die woorde van status, prioriteit en sigbaarheid staan op elke bladsy.
incidents-status-reported = Aangemeld
incidents-status-acknowledged = Ontvangs erken
incidents-status-in_progress = In behandeling
incidents-status-waiting = Wag
incidents-status-resolved = Opgelos
incidents-status-closed = Gesluit
incidents-status-rejected = Afgekeur
incidents-status-duplicate = Duplikaat

incidents-priority-low = Laag
incidents-priority-medium = Gemiddeld
incidents-priority-high = Hoog
incidents-priority-critical = Kritiek

incidents-publication-pending = Wag op moderering
incidents-publication-public = Openbaar
incidents-publication-hidden = Versteek
incidents-publication-private = Privaat

incidents-author-resident = ’n Inwoner
incidents-author-reporter = Die aanmelder
incidents-author-leader = ’n Gemeenskapsleier
incidents-author-officer = ’n Amptenaar
incidents-author-system = Naboom

incidents-home-title = Wat is verkeerd in jou omgewing?
incidents-home-heading = Wat is verkeerd in jou omgewing?
incidents-home-lead = Meld dit in twee minute aan. Jy het nie ’n rekening nodig nie.
incidents-home-danger = Lewensgevaar? Bel
incidents-home-ambulance = (ambulans, brandweer) of
incidents-home-police = (polisie).
incidents-home-newest = Nuutste voorvalle
incidents-home-all = Sien alle voorvalle
incidents-home-none = Nog geen voorvalle nie
incidents-home-none-help = Wat mense aanmeld, verskyn hier.
incidents-home-look = Kyk verder
incidents-home-open = Oop voorvalle
incidents-home-open-help = Iemand moet nog iets doen
incidents-home-done = Opgelos in die afgelope 30 dae
incidents-home-done-help = Sien wat gedoen is
incidents-home-mine = My aanmeldings
incidents-home-mine-help = Wat jy aangemeld het en wat jy volg

incidents-list-title = Voorvalle
incidents-list-search = Soek voorvalle
incidents-list-search-hint = Straat, woorde of verwysing
incidents-list-search-go = Soek
incidents-list-filter = Filtreer en rangskik
incidents-list-all = Alles
incidents-list-open = Oop
incidents-list-done = Opgelos
incidents-list-status = Status
incidents-list-category = Kategorie
incidents-list-any-category = Alle kategorieë
incidents-list-area = Gebied
incidents-list-any-area = Alle gebiede
incidents-list-priority = Prioriteit
incidents-list-any-priority = Enige prioriteit
incidents-list-from = Aangemeld vanaf
incidents-list-to = Aangemeld tot
incidents-list-assigned = Toegewys aan
incidents-list-assigned-any = Enigiemand
incidents-list-assigned-me = My
incidents-list-assigned-nobody = Nog niemand nie
incidents-list-order = Volgorde
incidents-list-order-newest = Nuutste eerste
incidents-list-order-oldest = Oudste eerste
incidents-list-order-priority = Dringendste eerste
incidents-list-order-changed = Laaste verandering eerste
incidents-list-show = Wys
incidents-list-clear = Wys alles
incidents-list-count = { $count ->
    [one] { $n } voorval
   *[other] { $n } voorvalle
}
incidents-list-map = Wys dit op die kaart
incidents-list-none = Geen voorvalle gevind nie
incidents-list-none-help = Probeer minder of ander woorde, of haal filters weg.
incidents-list-feeds = Hierdie lys vir programme:

incidents-feed-title = Naboom: voorvalle

incidents-show-near = naby { $place }
incidents-show-banner = Nie openbaar nie
incidents-show-banner-pending = Hierdie aanmelding wag op ’n gemeenskapsleier. Tot dan sien net die aanmelder en die leiers dit.
incidents-show-banner-hidden = Hierdie aanmelding is van die openbare lys verwyder. Net die aanmelder en die leiers sien dit.
incidents-show-banner-private = Hierdie aanmelding is privaat. Net die aanmelder en die leiers sien dit.
incidents-show-moderate = Maak oop in moderering
incidents-show-duplicate = Dit is al vroeër aangemeld. Wat daarmee gebeur, sien jy daar:
incidents-show-original = Die eerste aanmelding
incidents-show-photo = Foto { $n } van { $of }
incidents-show-photo-soon = Hierdie foto word voorberei.
incidents-show-happened = Wat gebeur het
incidents-show-comments = Opmerkings
incidents-show-no-comments = Nog geen opmerkings nie.
incidents-show-internal = net leiers en amptenare lees dit
incidents-show-waits = wag op ’n leier
incidents-show-taken-down = versteek
incidents-show-where = Waar
incidents-show-coarse = Dit lê in die gemerkte gebied. Die presiese plek word nie gewys nie.
incidents-show-no-place = Die plek van hierdie aanmelding word nie gewys nie.
incidents-show-place = Plek
incidents-show-seen = Gesien
incidents-show-reported = Aangemeld
incidents-show-changed = Laaste verandering
incidents-show-reference = Verwysing
incidents-show-nearby = Oop in die omtrek
incidents-show-metres = { $n } m daarvandaan
incidents-show-kilometres = { $n } km daarvandaan
incidents-show-share = Deel
incidents-show-whatsapp = Deel op WhatsApp

incidents-step-reported = Aangemeld
incidents-step-acknowledged = Ontvangs erken
incidents-step-in_progress = Werk het begin
incidents-step-waiting = Wag
incidents-step-resolved = Opgelos
incidents-step-closed = Gesluit
incidents-step-rejected = Afgekeur
incidents-step-duplicate = As duplikaat gemerk
incidents-step-answered = Beantwoord
incidents-step-reopened = Heropen
incidents-by-leader = deur ’n gemeenskapsleier
incidents-by-officer = deur ’n amptenaar
incidents-by-reporter = deur die aanmelder

incidents-follow-title = Ek sien dit ook
incidents-follow-start = Ek sien dit ook: volg
incidents-follow-stop = Hou op volg
incidents-follow-on = Jy volg hierdie voorval.
incidents-follow-count = { $count ->
    [0] Niemand volg hierdie voorval nog nie.
    [one] Een mens volg hierdie voorval.
   *[other] { $count } mense volg hierdie voorval.
}
incidents-follow-help = Leiers sien hoeveel mense deur ’n voorval geraak word. Niemand sien wie jy is nie.
incidents-follow-back = Terug na die voorval
incidents-follow-cookie = Laat koekies vir hierdie werf toe en druk dan weer die knoppie: daarsonder word jy meer as een keer getel

incidents-say-title = Lewer kommentaar
incidents-say-label = Jou opmerking
incidents-say-hint = Almal kan dit lees. Los name en telefoonnommers uit.
incidents-say-send = Stuur opmerking
incidents-say-sign-in = Teken in om iets te sê
incidents-say-missing = Skryf wat jy wil sê
incidents-say-too-long = Gebruik hoogstens { $n } letters

incidents-track-title = Jou aanmelding
incidents-track-status-reported = Ons het jou aanmelding. ’n Gemeenskapsleier sal daarna kyk.
incidents-track-status-acknowledged = ’n Gemeenskapsleier of ’n amptenaar het jou aanmelding gesien.
incidents-track-status-in_progress = Iemand werk daaraan.
incidents-track-status-waiting = Ons wag voordat ons kan voortgaan.
incidents-track-status-resolved = Dit is opgelos, sê dié wat daaraan gewerk het.
incidents-track-status-closed = Jou aanmelding is gesluit.
incidents-track-status-rejected = Jou aanmelding is afgekeur. Die rede staan hieronder.
incidents-track-status-duplicate = Iemand het dieselfde al vroeër aangemeld. Jou aanmelding hoort nou daarby.
incidents-track-seen-pending = Dit is nog nie openbaar nie: ’n leier kyk eers daarna.
incidents-track-seen-public = Almal kan dit sien, sonder jou naam en sonder die presiese plek.
incidents-track-seen-hidden = Dit is versteek: net jy en die leiers sien dit.
incidents-track-seen-private = Dit is privaat: net jy en die leiers sien dit.
incidents-track-public-page = Sien die openbare bladsy
incidents-track-question = Ons het ’n vraag vir jou
incidents-track-question-help = Jou antwoord gaan na die leiers en amptenare. Dit is nie openbaar nie.
incidents-track-answer = Jou antwoord
incidents-track-answer-hint = Net leiers en amptenare lees dit.
incidents-track-answer-send = Stuur antwoord
incidents-track-reopen = Dit is nie opgelos nie
incidents-track-reopen-why = Wat is nog verkeerd?
incidents-track-reopen-send = Heropen dit
incidents-track-sent = Wat jy gestuur het
incidents-track-where = Waar almal dit sien
incidents-track-key = Bewaar hierdie adres
incidents-track-key-help = Wie dit het, kan jou aanmelding sien en verander. Hou dit vir jouself. As jy ’n e-posadres gegee het, bring elke e-pos oor hierdie aanmelding dit ook; daarsonder kan niemand dit weer vir jou gee nie.
incidents-track-private = Haal dit van die openbare lys af
incidents-track-moved-on = Die aanmelding het intussen verander. Laai die bladsy weer om te sien hoe dit nou staan.

incidents-private-title = Moet hierdie aanmelding privaat word?
incidents-private-what = As jy dit doen:
incidents-private-gone = is die aanmelding, sy foto’s en sy opmerkings nie meer openbaar nie
incidents-private-kept = sien leiers en amptenare dit steeds en werk hulle verder daaraan
incidents-private-undo = kan net ’n gemeenskapsleier dit weer openbaar maak
incidents-private-do = Maak dit privaat
incidents-private-no = Los dit soos dit is

incidents-mine-title = My aanmeldings
incidents-mine-reported = Wat ek aangemeld het
incidents-mine-none = Jy het nog niks met hierdie rekening aangemeld nie
incidents-mine-none-help = ’n Aanmelding wat jy gemaak het sonder om in te teken, het sy eie opvolgskakel.
incidents-mine-followed = Wat ek volg

incidents-change-same = Niks is anders nie; verander eers iets
incidents-change-undo-late = Dit is te laat om dit te ontdoen; verander dit eerder
incidents-change-own = Dit is jou eie aanmelding; iemand anders moet daaroor besluit
incidents-change-own-proposal = Jy het dit self voorgestel; iemand anders moet dit bevestig
incidents-change-no-proposal = Niks word meer voorgestel nie; laai die aanmelding weer
incidents-change-may-publish = Jy mag nie publiseer nie; vra iemand wat mag
incidents-change-no-appeal = Geen beswaar wag meer nie; laai die aanmelding weer
incidents-change-appeal-same = Jy was deel van daardie besluit; iemand anders moet oor die beswaar besluit
incidents-appeal-once = Jy het al vroeër op hierdie besluit geantwoord; dit kan net een keer gedoen word.
incidents-appeal-open = Jy het gesê dat jy nie saamstem nie. Iemand anders kyk daarna; die antwoord kom hier.
incidents-appeal-granted = Jy het nie saamgestem nie, en jy was reg.
incidents-appeal-denied = Jy het nie saamgestem nie. Iemand anders het daarna gekyk, en die besluit bly staan.
incidents-appeal-open-form = Ek stem nie saam nie
incidents-appeal-why = Hoekom stem jy nie saam nie?
incidents-appeal-hint = Net leiers en amptenare lees dit. Jy kan dit een keer doen; iemand anders besluit.
incidents-appeal-send = Stuur
incidents-change-split-moved = Iemand werk reeds aan ’n deel; dit kan nie teruggeneem word nie
incidents-show-whole = Deel van:
incidents-show-part = Nog ’n deel van hierdie aanmelding:
incidents-change-own-words = Dit is jou eie woorde; iemand anders moet daaroor besluit
incidents-change-move = Hierdie status kan nie op die huidige een volg nie; kies ’n ander een
incidents-change-right = Jou rol mag dit nie doen nie; vra ’n gemeenskapsleier
incidents-change-text = Skryf wat gebeur het, of hoekom
incidents-change-long = Die teks is te lank; maak dit korter
incidents-change-publication = Dit kan nie van die huidige toestand na hierdie een gaan nie
incidents-change-reason = Gee ’n rede
incidents-change-assignee = Hierdie persoon dek nie die gebied en kategorie nie; kies iemand anders
incidents-change-ended = Dit is verby; heropen dit eers
incidents-change-title = Gee ’n titel
incidents-change-category = Kies ’n kategorie
incidents-change-other = Gee die verwysing van ’n voorval wat bestaan
incidents-change-itself = ’n Aanmelding kan nie ’n duplikaat van homself wees nie
incidents-change-chain = Daardie een is ook ’n duplikaat; gee die eerste een
incidents-change-stale = Iemand het hierdie aanmelding intussen verander; laai dit weer
incidents-change-wait-over = Die wagtyd is verby; die aanmelding gaan voort.
incidents-merge-subject = { $reference } gaan voort as { $original }
incidents-merge-text = Die voorval { $reference } wat jy volg, is vroeër as { $original } aangemeld. Jy volg van nou af daardie een: { $link }

incidents-here-title = My aanmeldings op hierdie foon
incidents-here-sent = Die laaste aanmelding van hier af
incidents-here-sent-help = Die verwysing en die volgskakel
incidents-here-begun = ’n Aanmelding wat jy begin het
incidents-here-begun-help = Gaan voort waar jy opgehou het
incidents-here-nothing = Hierdie foon volg geen aanmeldings nie, en die laaste dae is geen een daarop begin nie.
incidents-here-find = Vind ’n aanmelding wat jy gestuur het
incidents-here-link = Sonder ’n rekening: maak die volgskakel oop wat jy gekry het toe jy dit gestuur het. Elke e-pos oor die aanmelding bring die skakel ook.
incidents-here-account = Met ’n rekening: teken in. Alles wat jy aangemeld het en volg, staan daar, op elke foon.
