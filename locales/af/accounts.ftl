# Rekeninge: registreer, teken in, jou eie rekening, mense vir administrateurs, en die pos wat daarby hoort.
accounts-login = E-posadres of selfoonnommer
accounts-login-missing = Gee jou e-posadres of selfoonnommer
accounts-login-wrong = Gee ’n e-posadres soos anna@example.org of ’n selfoonnommer soos 082 123 4567
accounts-name = Naam
accounts-name-hint = Net gemeenskapsleiers sien dit, nooit die publiek nie.
accounts-name-long = Gebruik hoogstens { $n } letters vir die naam
accounts-password = Wagwoord
accounts-password-old = Jou huidige wagwoord
accounts-password-new = Nuwe wagwoord
accounts-password-hint = Minstens 10 karakters. Drie of vier woorde saam is maklik om te onthou en moeilik om te raai.
accounts-password-short = Gebruik minstens { $n } karakters vir die wagwoord
accounts-password-long = Gebruik hoogstens { $n } karakters vir die wagwoord
accounts-password-common = Kies ’n ander wagwoord: baie mense gebruik hierdie een, en dit word eerste geraai
accounts-password-own = Kies ’n wagwoord wat nie jou eie naam, e-posadres of nommer is nie
accounts-password-wrong = Die wagwoord is nie reg nie; probeer weer
accounts-too-many = Jy het te veel keer probeer. Wag 15 minute en probeer dan weer
accounts-lang-choose = Kies een van die tale

accounts-register-title = Registreer
accounts-register-lead = Met ’n rekening sien jy al jou aanmeldings op een plek en kry jy nuus daaroor.
accounts-register-login-hint = Ons gebruik dit net vir jou rekening. ’n Telefoonnommer mag spasies hê.
accounts-register-submit = Registreer
accounts-register-have = Het jy reeds ’n rekening?
accounts-register-without = Jy kan ook sonder ’n rekening ’n voorval aanmeld.
accounts-register-taken = Hierdie nommer kan nie geregistreer word nie: dit het reeds ’n rekening. Teken in, of gebruik ’n herstelkode as jy die wagwoord vergeet het

accounts-sent-register-title = Kyk in jou pos
accounts-sent-register-text = Ons het vir jou ’n e-pos gestuur. Maak die skakel daarin oop om jou adres te bevestig; dan kan jy inteken.
accounts-sent-reset-title = Kyk in jou pos
accounts-sent-reset-text = As hierdie adres ’n rekening het, kry jy ’n e-pos met ’n skakel om ’n nuwe wagwoord te kies. Die skakel werk een uur lank.
accounts-sent-nothing = Niks daar ná ’n paar minute nie? Kyk ook in die strooiposlêer, en kyk of jy die adres reg getik het.
accounts-sent-local = Hierdie werf loop op jou eie masjien, daarom word pos nie regtig gestuur nie. Lees dit hier:

accounts-gone-title = Hierdie skakel werk nie meer nie
accounts-gone-text = Dit is reeds gebruik, of dit is te oud. Vra vir ’n nuwe een.
accounts-gone-again = Vra vir ’n nuwe skakel

accounts-codes-title = Jou herstelkodes
accounts-codes-lead = As jy jou wagwoord vergeet, kan jy met een van hierdie kodes ’n nuwe een kies.
accounts-codes-once = Skryf hulle nou neer of neem ’n skermskoot. Ons wys hulle net hierdie een keer.
accounts-codes-use = Elke kode werk een keer. Bêre hulle waar niemand anders kyk nie.
accounts-codes-kept = Ek het hulle gebêre

accounts-sign-in-title = Teken in
accounts-sign-in-submit = Teken in
accounts-sign-in-forgot = Wagwoord vergeet?
accounts-sign-in-none = Het jy nog nie ’n rekening nie?
accounts-sign-in-reset = Jou wagwoord is verander. Teken in met die nuwe een.
accounts-sign-in-wrong = Die adres of nommer en die wagwoord pas nie bymekaar nie. As jy so pas per e-pos geregistreer het, maak eers die skakel in ons e-pos oop
accounts-sign-out = Teken uit

accounts-verify-title = Bevestig jou e-posadres
accounts-verify-lead = Een tik, en jy is ingeteken.
accounts-verify-ask = Jy het op ’n ander toestel of in ’n ander blaaier geregistreer. Gee die wagwoord wat jy daar gekies het.
accounts-verify-submit = Bevestig

accounts-reset-title = Wagwoord vergeet?
accounts-reset-lead = Ons stuur vir jou ’n skakel om ’n nuwe een te kies. As jy met ’n telefoonnommer geregistreer het, het jy een van jou herstelkodes nodig.
accounts-reset-submit = Gaan voort
accounts-reset-have-code = Ek het ’n herstelkode
accounts-reset-code-title = Nuwe wagwoord met ’n herstelkode
accounts-reset-code-lead = Gebruik een van die kodes wat jy gekry het toe jy geregistreer het.
accounts-reset-code = Herstelkode
accounts-reset-code-hint = Soos 7f3k-9q2m-w4xe. Hoofletters en strepies maak nie saak nie.
accounts-reset-code-none = Geen kodes oor nie? Vra ’n gemeenskapsleier of administrateur om jou te help.
accounts-code-wrong = Die nommer en die kode pas nie bymekaar nie, of die kode is reeds gebruik
accounts-reset-link-title = Kies ’n nuwe wagwoord
accounts-reset-link-lead = Jy word oral uitgeteken en kan dan met die nuwe wagwoord inteken.
accounts-reset-save = Stoor die wagwoord

accounts-account-title = My rekening
accounts-account-login = Jy teken in met
accounts-account-roles = Rolle
accounts-account-only = net vir:
accounts-account-lang = Taal van jou pos
accounts-account-save = Stoor
accounts-account-places = Waar jy ingeteken is
accounts-account-places-lead = As jy een van hierdie nie ken nie, beëindig dit en verander jou wagwoord.
accounts-account-here = hierdie een
accounts-account-since = Ingeteken op { $date }
accounts-account-seen = gebruik: { $ago }
accounts-account-end = Beëindig
accounts-account-end-others = Beëindig al die ander
accounts-account-password = Verander jou wagwoord
accounts-account-password-ends = Jy bly hier ingeteken en word oral elders uitgeteken.
accounts-account-password-save = Verander die wagwoord
accounts-account-codes = Herstelkodes
accounts-account-codes-left = { $count ->
    [0] Jy het geen kodes oor nie.
    [one] Jy het { $count } kode oor.
   *[other] Jy het { $count } kodes oor.
}
accounts-account-codes-hint = Nuwe kodes vervang die oues.
accounts-account-codes-make = Maak nuwe kodes

accounts-done-confirmed = Jou e-posadres is bevestig. Jy is ingeteken.
accounts-done-saved = Gestoor.
accounts-done-password = Jou wagwoord is verander. Jy is oral elders uitgeteken.
accounts-done-ended = Beëindig.

accounts-dev-mail-title = Pos van hierdie masjien
accounts-dev-mail-lead = Die nuutste pos wat nie regtig gestuur is nie, omdat geen posbediener gestel is nie.
accounts-dev-mail-none = Nog geen pos nie.
accounts-dev-mail-to = Aan { $address }

accounts-admin-title = Administrasie

accounts-people-title = Mense
accounts-people-search = Naam, e-posadres of nommer
accounts-people-search-submit = Soek
accounts-people-filter = Filtreer
accounts-people-filter-submit = Wys
accounts-people-role = Rol
accounts-people-state = Toestand
accounts-people-any = Almal
accounts-people-active = Aktief
accounts-people-disabled = Versper
accounts-people-unconfirmed = nie bevestig nie
accounts-people-none = Niemand gevind nie
accounts-people-all = Wys almal
accounts-people-name = Naam
accounts-people-login = Teken in met
accounts-people-roles = Rolle
accounts-people-since = Geregistreer
accounts-people-nameless = Sonder naam

accounts-role-resident = Inwoner
accounts-role-leader = Gemeenskapsleier
accounts-role-officer = Amptenaar
accounts-role-editor = Redakteur
accounts-role-admin = Administrateur
accounts-role-help-resident = Kan voorvalle aanmeld en volg, en daarop kommentaar lewer. Almal is een.
accounts-role-help-leader = Besluit wat gepubliseer word en wat volgende gebeur.
accounts-role-help-officer = Antwoord namens ’n owerheid.
accounts-role-help-editor = Skryf bladsye en kennisgewings.
accounts-role-help-admin = Verander alles, ook ander mense se rolle.

accounts-person-disabled = Hierdie rekening is versper: niemand kan daarmee inteken nie.
accounts-person-sessions = Ingeteken op toestelle
accounts-person-roles-lead = Wanneer jy rolle verander, word die persoon oral uitgeteken en moet weer inteken.
accounts-person-limits = Beperkings: { $role }
accounts-person-areas = Net in hierdie gebiede
accounts-person-areas-hint = Niks gemerk nie: oral.
accounts-person-categories = Net hierdie kategorieë
accounts-person-categories-hint = Niks gemerk nie: almal.
accounts-person-save-roles = Stoor die rolle
accounts-person-stale = Iemand anders het die rolle intussen verander. Wat jy gemerk het, is nog hier: kyk daarna en stoor weer
accounts-person-own-role = Jy kan nie die administrateursrol van jouself wegneem nie. ’n Ander administrateur kan
accounts-person-own-access = Jy kan nie jou eie rekening versper nie
accounts-person-access = Toegang
accounts-person-disable-lead = Die persoon word dadelik oral uitgeteken en kan nie weer inteken nie. Aanmeldings bly.
accounts-person-disable = Versper hierdie rekening
accounts-person-enable-lead = Die persoon kan weer met die ou wagwoord inteken.
accounts-person-enable = Hef die versperring op
accounts-person-reason = Rede
accounts-person-reason-hint = Ander administrateurs lees dit. Moenie persoonlike inligting neerskryf nie.
accounts-person-reason-missing = Gee ’n rede
accounts-person-reason-long = Gebruik hoogstens { $n } letters vir die rede
accounts-person-events = Wat gebeur het

accounts-event-by = deur { $name }
accounts-event-registered = Geregistreer
accounts-event-added = Deur die operateur bygevoeg
accounts-event-confirmed = E-posadres bevestig
accounts-event-signed_in = Ingeteken
accounts-event-sessions_ended = Elders uitgeteken
accounts-event-password_changed = Wagwoord verander
accounts-event-password_reset = Nuwe wagwoord met e-posskakel
accounts-event-code_used = Nuwe wagwoord met herstelkode
accounts-event-codes_made = Nuwe herstelkodes
accounts-event-publishing_given = Mag publiseer
accounts-event-publishing_taken = Mag nie meer publiseer nie
accounts-person-publishing = Publiseer
accounts-person-publishes = Hierdie persoon mag aanmeldings, foto’s en opmerkings openbaar maak.
accounts-person-publishes-not = Hierdie persoon mag modereer, maar niks openbaar maak nie.
accounts-person-publishing-take = Neem hierdie reg weg
accounts-person-publishing-give = Laat hulle publiseer
accounts-event-roles_changed = Rolle verander
accounts-event-disabled = Versper
accounts-event-enabled = Versperring opgehef

accounts-mail-verify-subject = Bevestig jou e-posadres by Naboom
accounts-mail-verify-text =
    Goeiedag

    Iemand, waarskynlik jy, het met hierdie e-posadres by Naboom geregistreer.

    Maak hierdie skakel oop om dit te bevestig:

    { $link }

    Die skakel werk 7 dae lank. As dit nie jy was nie, hoef jy niks te doen nie: sonder die skakel word die registrasie verwyder.

    Naboom
accounts-mail-known-subject = Jy het reeds ’n rekening by Naboom
accounts-mail-known-text =
    Goeiedag

    Iemand, waarskynlik jy, het probeer om met hierdie e-posadres by Naboom te registreer. Dit het reeds ’n rekening, en niks is verander nie.

    Teken in met jou wagwoord. As jy dit vergeet het, kan jy hier ’n nuwe een kies:

    { $link }

    As dit nie jy was nie, hoef jy niks te doen nie.

    Naboom
accounts-mail-reset-subject = Nuwe wagwoord vir Naboom
accounts-mail-reset-text =
    Goeiedag

    Maak hierdie skakel oop om ’n nuwe wagwoord vir jou rekening by Naboom te kies:

    { $link }

    Die skakel werk een keer, binne een uur. As jy nie daarvoor gevra het nie, hoef jy niks te doen nie: jou wagwoord bly soos dit is.

    Naboom
accounts-mail-changed-subject = Jou wagwoord vir Naboom is verander
accounts-mail-changed-text =
    Goeiedag

    Die wagwoord van jou rekening by Naboom is so pas verander, en jy is op ander toestelle uitgeteken.

    As dit nie jy was nie, kies dadelik hier ’n nuwe wagwoord:

    { $link }

    Naboom

accounts-invite-title = Nooi iemand uit
accounts-invite-lead = Hulle kry ’n e-pos met ’n skakel wat ’n week lank werk, kies hul eie wagwoord, en het dadelik hierdie rolle.
accounts-invite-email = E-posadres
accounts-invite-email-wrong = Tik ’n e-posadres soos naam@example.org
accounts-invite-taken = Hierdie adres het reeds ’n rekening. Soek dit in die lys en verander daar sy rolle
accounts-invite-roles-hint = Perke tot gebiede en kategorieë word op die volgende bladsy gestel.
accounts-invite-send = Stuur die uitnodiging
accounts-event-invited = Uitgenooi
accounts-event-second_on = Tweede stap aangeskakel
accounts-event-second_off = Tweede stap afgeskakel
accounts-event-second_code = Herstelkode vir die tweede stap gebruik
accounts-event-second_reset = Tweede stap weggeneem
accounts-second-title = Tweede stap by inteken
accounts-second-help = ’n Kode uit ’n toep, benewens die wagwoord
accounts-second-lead = ’n Gesteelde wagwoord maak dan niks oop nie: wie inteken, het ook die foon met die toep nodig.
accounts-second-must = Hierdie werf wil ’n tweede stap hê van mense met jou rolle. Stel dit hier op; dan werk jou rolle weer.
accounts-second-is-on = Dit is aangeskakel.
accounts-second-yes = Aan
accounts-second-no = Af
accounts-second-begin = Stel dit op
accounts-second-app = Kry ’n waarmerktoep, soos Aegis of FreeOTP. Enige toep vir sessyferkodes is goed.
accounts-second-add = Voeg hierdie werf daarby.
accounts-second-open = Maak die toep op hierdie foon oop
accounts-second-type = Of tik hierdie sleutel in die toep:
accounts-second-then = Tik die ses syfers wat die toep wys.
accounts-second-code = Kode
accounts-second-code-hint = Ses syfers uit jou toep, of een van jou herstelkodes.
accounts-second-code-app = Ses syfers
accounts-second-wrong = Hierdie kode werk nie. Wag vir die volgende een in jou toep en tik dit
accounts-second-go = Gaan voort
accounts-second-on = Skakel dit aan
accounts-second-lost = Foon weg? Gebruik ’n herstelkode. Sonder kodes, vra ’n administrateur.
accounts-second-end-title = Skakel dit af
accounts-second-end-wanted = Hierdie werf wil dit van personeel hê: daarsonder wag jou rolle.
accounts-second-end = Skakel dit af
accounts-second-reset-title = Foon en kodes weg?
accounts-second-reset-lead = Maak op ’n ander manier seker dat dit werklik hierdie persoon is. Hulle sessies eindig, en die wagwoord alleen laat hulle inteken.
accounts-second-reset = Neem die tweede stap weg
accounts-mail-invite-subject = Jy is na Naboom uitgenooi
accounts-mail-invite-text =
    Hallo

    Jy is uitgenooi om by Naboom te help. Maak hierdie skakel oop om jou wagwoord te kies:

    { $link }

    Dit werk ’n week lank. As jy dit nie verwag het nie, doen niks nie.

accounts-keys-title = Sleutels vir programme
accounts-keys-help = Vir programme wat insidente in jou naam volg
accounts-keys-lead = ’n Program wys ’n sleutel in plaas van jou wagwoord. Daarmee kan dit volg wat jy mag sien, en niks verander nie.
accounts-keys-staff = Met jou rolle is dit ook wat nog nie openbaar is nie in jou gebiede en kategorieë, maar nooit wie die aanmelder is of wat die presiese plek is nie.
accounts-keys-resident = Dit is wat almal sien, en jou eie insidente.
accounts-keys-made = Jou nuwe sleutel
accounts-keys-once = Kopieer dit nou. Ons wys dit net hierdie een keer.
accounts-keys-since = Gemaak op { $date }
accounts-keys-until = geldig tot { $date }
accounts-keys-unused = nog nie gebruik nie
accounts-keys-new = Maak ’n sleutel
accounts-keys-name = Waarvoor is dit?
accounts-keys-name-hint = Sodat jy dit weer ken, soos: skerm in die kantoor
accounts-keys-name-wrong = Sê in hoogstens 60 karakters waarvoor dit is
accounts-keys-days-label = Geldig vir
accounts-keys-days = { $days ->
    [one] { $days } dag
   *[other] { $days } dae
}
accounts-keys-days-choose = Kies hoe lank dit geldig is
accounts-keys-enough = Jy het 5 sleutels. Beëindig eers een wat jy nie nodig het nie
accounts-keys-make = Maak die sleutel
accounts-event-key_made = Sleutel vir ’n program gemaak
accounts-event-key_ended = Sleutel vir ’n program beëindig
accounts-person-editor = Afdelings van hierdie redakteur, en of hulle publiseer

accounts-event-viewed_as = ’n Administrateur het begin om die werf as iemand anders te sien
accounts-event-viewed_as_ended = ’n Administrateur sien die werf weer as hulself
accounts-view-as-title = Sien die werf as iemand anders
accounts-view-as-lead = Jy sien die bladsye soos hierdie persoon dit mag sien, hoogstens ’n uur lank, en kan niks verander nie. Aanmeldings, konsepte en die rekening onder jou naam bly jou eie: niks wat aan die persoon privaat is, word gewys nie. Dit staan in die geskiedenis.
accounts-view-as-role-lead = Jy sien die bladsye soos enigiemand met hierdie rol dit sien, hoogstens ’n uur lank, en kan niks verander nie. Dit staan in die geskiedenis.
accounts-view-as-go = Sien die werf as hierdie persoon
accounts-view-as-admin = Niemand sien die werf as hulself of as ’n ander administrateur nie.
accounts-view-as-read-only = Jy kyk na die werf as iemand anders, daarom kan niks verander word nie. Druk eers “Hou op” boaan die bladsy.
