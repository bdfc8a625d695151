//! The abbreviations after which a sentence goes on, in the languages of the labels.
//!
//! Abbreviations are first recognized by their form: initials, letters with full stops between them, short
//! words without a vowel. The lists have the others. As the language of a text is often unknown, there is one
//! list for all, without the words that can also end a sentence in one of the languages.
//!
//! Sources: the rules of Unicode Standard Annex #29, “Sentence Boundaries”; the suppressions of CLDR, “Segmentation
//! Exceptions”, for what an abbreviation is; the style guides of news agencies.

use super::text::split_once_byte;

/// What is before a name or a number: the sentence always goes on.
const NEVER_ENDS: [&str; 4] = [
    // Titles and ranks.
    "Mr Mrs Ms Mx Dr Drs Prof Profs Gen Gov Govs Lt Sen Sens Rep Reps Rev Hon Pres Adm Col Cmdr Cpl Capt Cdr Sgt Maj \
     Pvt Det Insp Supt Msgr Fr Amb Atty Brig Cllr Dep Ald Comdr Sec Asst Ens Hr Hrn Frl Dipl Ing Mag \
     Präs Stv stellv M MM Mme Mmes Mlle Mgr Pr Gén Sr Sra Srta Sres Sras Srs Dra Dres Dña Dª Profa Lic \
     Arq Gral Cnel Tte Sgto Pdte Pdta Excmo Excma Ilmo Mons Eng Cel Pe Exmo Exma Des Min Sig Sigg \
     sigg Dott dott Avv avv On ing geom mons dr kpt pplk plk płk mjr inż mgr ks bp abp kard \
     prok ifj özv Szt hab asp por MVDr arch rag Cap Pref Gob Mtro Pbro Boul burg afd Avd Statsmin Öğr Gör Arş \
     Müh nadkom sierż ppor Hptm Oblt Vors Bundesmin dl dna dhr mevr mw drs ds fr frk Doç Av Alb Org Sn Yrd Uzm MUDr JUDr PhDr RNDr PaedDr \
     Mgr проф нар деп инж доц арх адв акад гн св ім підп Δρ κκ καθ डॉ श्री प्रो",
    // Places.
    "Ste Sta Sto Avda Pza Ctra Pça ul pl nám tř św woj pow gm okr str bd jud sf ker Mah Cad Sok вул ул бул пл \
     просп обл οδ λεωφ",
    // What introduces something.
    "vs approx ca cf viz evtl ggf bzw inkl exkl geb franz österr ital ukr zgn vgl sog bspw insb insbes zzgl ehem gebr Gebr Abt Fa env aprox esim ns \
     bijv bv ong resp incl excl pga mht ekskl dvs ún např popř tzv tzn npr напр тзв т.нар π.χ π.Χ z.B d.h e.g i.e \
     u.a t.ex f.eks bl.a p.ej",
    // What is before a number.
    "Nr nr Nos núm nº pág pag blz godz č sz évf kl klo σελ αρ",
];

/// What can end a sentence: the sentence goes on unless the next word is one that begins sentences.
const ENDS_BEFORE_STARTER: &str = "St Jr Inc Co Corp Ltd Bros Cos Ave Blvd Rd Hwy Dept Univ Assn Natl Intl Int Esq Str Bhf Hbf Calif Fla Conn \
     Ariz Colo Mich Minn Okla Tenn Wis Wyo Ala Va Pa Md Cía Ltda UU OO";

/// What is an abbreviation only before a number, because it is also a word.
const BEFORE_NUMBER: &str = "No no Est Art art Abs Bd Kap Fig fig Vol vol vols pp Ch Chap chap Cap cap Par par Tel tel Tab Jan Feb Mar \
     Apr Jun Jul Aug Sep Sept Oct Okt Nov Dec Dez Mon Tue Tues Wed Thu Thur Thurs Fri Sat Sun max Max Min tim janv févr avr juil août déc Febr ene abr ago dic fev mai set out dez gen mag giu lug ott jan feb mar apr jun jul aug sep okt nov dec ian iun iul \
     Ιαν Φεβ Μαρ Απρ Μαΐ Ιουν Ιουλ Αυγ Σεπ Οκτ Νοε Δεκ Tél tél Abb Ziff sec séc \
     alin odst ods bod lok let st стр ст рис";

/// Large numbers, as units.
const AFTER_NUMBER: &str = "Mio Mrd Mill Tsd mil mio mia mill mrd mld mln mlrd mn bn tsd tys tis milj Mia млн млрд тис хил δισ εκατ";

/// Words that begin sentences, and do not follow an abbreviation in one.
const SENTENCE_STARTERS: [&str; 17] = [
    // English.
    "The A An It He She They We You I This That These Those There Here His Her Its Their Our My More Most Some Many All \
     No Not Now Then But And Or So Yet If As At By For From In On Of To With After Before When While Where What Who Why How \
     Since Until Under Over However Meanwhile Also Both Each Only Another Other Others Earlier Later Follow Read Watch See \
     Nobody Everyone Two Three Four Five Next Still Several Hundreds Thousands Nothing Everybody Someone Today \
     Yesterday Tomorrow Tonight Perhaps Maybe Instead Finally Yes",
    // German.
    "Der Die Das Den Dem Des Ein Eine Einen Einem Einer Er Sie Es Wir Ihr Ich Man Dies Diese Dieser Dieses Dort Hier Da \
     Dann Danach Damit Daher Nach Vor Bei Beim Mit Ohne Für Gegen Auf Aus Im Am Um Von Vom Zu Zum Zur Seit Bis Ab Und \
     Aber Oder Doch Denn Nun Jetzt Noch Auch Nur Wie Was Wer Wo Wenn Als Während Mehr Weitere Weiteres Viele Alle Kein Keine Sein Seine Ihre \
     Nicht Zuvor Später Laut Niemand Jeder Beide Heute Gestern Zwei Drei Deshalb Trotzdem Dabei Zudem Außerdem Inzwischen \
     Mittlerweile Anschließend Allerdings Bisher",
    // French.
    "Le La Les Un Une Des Du Il Elle Ils Elles On Nous Vous Je Ce Cette Ces Cet Son Sa Ses Leur Leurs Mais Et Ou Donc \
     Dans En Sur Sous Avec Sans Pour Par Au Aux Après Avant Depuis Plus Selon Si Quand Comme Ici Puis Alors Tous Ensuite Cependant Aucun Personne Deux Plusieurs Certains Toutes Rien Hier",
    // Spanish.
    "El Los Las Una Unos Ella Ellos Ellas Nosotros Yo Esto Este Esta Estos Esa Ese Su Sus Pero Y O Con Sin Para Por Del Según \
     Tras Desde Hasta Cuando Como Más Ya Hay No Se Muchos Todos Luego Ahora Mientras Después Entonces También Nadie Nada Dos Tres Varios Además Ayer Antes",
    // Portuguese.
    "O Os As Um Uma Ele Ela Eles Elas Nós Eu Isto Isso Esse Seu Sua Seus Mas E Ou Com Sem Em Na No Nas Nos Da Do De Após \
     Quando Mais Já Há Segundo Depois Agora Enquanto Então Também Ninguém Todos Muitos Vários Além Antes Hoje Ontem Dois",
    // Italian.
    "Lo Gli Uno Lui Lei Loro Noi Io Questo Questa Quello Suo Ma Di Dal Dalla Nel Nella Nei Con Senza Per Su Sul Sulla Dopo Prima \
     Quando Come Più Già È Ora Poi Ecco Tutti Quindi Anche Nessuno Molti Alcuni Due Oggi Ieri Intanto",
    // Dutch.
    "Het Een Hij Zij Ze Wij Ik Dit Dat Deze Daar Er Hun Zijn Maar En Of Met Zonder Voor Tegen Op Uit Bij Om Van Naar Na Sinds Tot Ook \
     Nu Nog Toen Meer Veel Alle Geen Volgens Daarna Vervolgens Later Iedereen Niemand Vandaag Gisteren Twee",
    // Danish, Swedish.
    "Det Den De Han Hun Hon Vi Jeg Jag Dette Detta Disse Dessa Der Där Her Här Hans Hennes Deres Deras Men Og Och Eller Med Uden Utan \
     Til Till Från Fra På Ved Vid Efter Før Före Når När Nu Så Mere Mer Alle Alla Ingen Ikke Inte Også Et Ett En Sedan Därefter Därför Enligt Många Flera Under Derefter Herefter Deretter Senere Ifølge Mange Flere \
     Etter Siden Sen Då Da Ingenting Ingen I Om För Min Sin Idag Två To Mannen Kvinnan Kvinden Polisen Politiet",
    // Finnish.
    "Hän He Se Ne Me Minä Tämä Nämä Siellä Täällä Mutta Ja Tai Kun Jos Nyt Sitten Myös Vielä Lisää Ei Kaikki Myöhemmin Sen Hänen Heidän Kukaan Monet Tänään Eilen",
    // Hungarian.
    "Az Ez Ezek Azok Ő Ők Mi De És Vagy Ha Amikor Most Majd Még Itt Ott Egy Nem Minden Több Után Aztán Később Ezután Senki Sokan Ma Tegnap",
    // Polish.
    "On Ona Ono Oni To Ten Ta Te Ci Jego Jej Ich Ale I Lub Na W We Z Ze Do Od Po Przed Przy Dla Nie Jak Kiedy Gdy Już Teraz Potem \
     Więcej Tam Tu Wszyscy Według Następnie Później Wtedy Nikt Wielu Dziś Wczoraj",
    // Czech, Slovak.
    "Ten Ta To Ti Tyto Tento Táto On Ona Oni Je Jsou Sú Jeho Její Jej Ale A Nebo Alebo Na V Ve Vo S Se So Z Do Od Po Před Pred Při Pri Pro Pre \
     Ne Nie Jak Ako Když Keď Už Teď Teraz Pak Potom Více Viac Tam Tady Tu Podle Podľa Poté Později Neskôr Nikdo Nikto Mnozí Dnes Včera",
    // Romanian.
    "Un O El Ea Ei Ele Noi Eu Acest Această Acesta Dar Și Sau În Pe La Cu Fără Pentru Din De După Când Dacă Mai Acum Apoi Nu Toți Atunci Nimeni Mulți Astăzi Ieri",
    // Turkish.
    "Bu Şu O Bir Onlar Biz Ben Ama Ve Veya İle İçin Sonra Önce Şimdi Daha Çok Tüm Burada Orada Ancak Ardından Kimse Herkes Bugün Dün",
    // Greek.
    "Ο Η Το Οι Τα Τον Την Ένας Μία Μια Ένα Αυτός Αυτή Αυτό Αλλά Και Ή Με Χωρίς Για Από Σε Στο Στη Στην Στον Στα Μετά Πριν Όταν Αν Πιο \
     Τώρα Δεν Όλοι Ύστερα Έπειτα Κανείς Πολλοί Σήμερα Χθες",
    // Ukrainian.
    "Він Вона Воно Вони Ми Я Це Цей Ця Ці Той Його Її Їх Але І Й Та Або На В У З Із Зі До Від По Після Перед При Для Не Як Коли Якщо Вже \
     Тепер Зараз Потім Більше Там Тут Усі За Згодом Ніхто Багато Сьогодні Вчора",
    // Bulgarian.
    "Той Тя То Те Ние Аз Това Този Тази Тези Неговият Но И Или На В Във С Със От До По След Преди При За Не Как Когато Ако Вече Сега После \
     Повече Там Тук Всички Според Тогава Никой Много Днес Вчера",
];

/// Units of large numbers that are also used after a number in words.
const AFTER_WORD: &str = "Mio Mrd mio mln mld mrd mlrd tys tis млн млрд тис";

/// What is before a letter that names a thing, and does not begin a name.
const BEFORE_LETTER: &str = "group groups plan vitamin gruppe groupe grupo gruppo groep grupp grupa skupina skupině grupie type section class zone \
     block hepatitis klasse typ";

/// What is before the English word “I”.
const BEFORE_I: &str = "and or than am not";

/// What follows an ordinal number with a full stop.
const AFTER_ORDINAL: &str = "FC FSV BVB Bundesliga Liga Lig Division Cumhurbaşkanı Dünya";

/// Titles, places and units of government that are also words or units: the sentence goes on before a name.
const TITLES: &str = "kom sen min com mun prem av мин sig doc gen ir prof полк ген кап Ten Hz hr Ft Mt al os im м гр kb";

/// Abbreviations of one language that are words of another, and frequent words of the latter that are not words
/// of the former.
const ALSO_WORDS: [(&str, &str); 4] = [
    // Danish, Norwegian, Swedish.
    (
        "kom sen min av sig os",
        "han hon hun det jag jeg och og att på til till inte ikke för från är med ett mig dig ham henne hans hennes \
         efter etter när når nå så også också skal ska blev ble hade hadde havde var",
    ),
    // Dutch.
    (
        "al u",
        "het een dat is van de en ik hij zij je niet er ook nog naar voor met zijn heeft wordt werd",
    ),
    // Spanish, Portuguese.
    (
        "ir mil",
        "el la los las que y no del una un um uma é não são para con com más mais por quiere quer puede pode vai va van",
    ),
    // English.
    (
        "ago out set Ten",
        "the is was were of and it his her they years months weeks days hours",
    ),
];

/// Short words of Hindi that end sentences.
const HINDI_VERBS: &str = "है हैं गया गई गए था थी थे दी की हो हुआ हुई लिए";

/// What is between an initial and a name.
const PARTICLES: &str = "Le La De Di Du Da Del Des El Los Las Van Von Den Dos";

/// What is before an ordinal number with a full stop. In English such a number ends a sentence.
const BEFORE_ORDINAL: &str = "am Am der Der die Die das Das den Den dem Dem des zum Zum zur Zur vom Vom im Im ab Ab seit Seit beim Beim und \
     kommenden letzten nächsten diesen nach Nach mit als vor einem einen seinem seinen sein ihrem ihren ihr";

/// The months that are written with a capital letter after an ordinal number with a full stop.
const MONTHS: &str =
    "Januar Jänner Februar März April Mai Juni Juli August September Oktober November Dezember";

/// What follows the time of a clock with twelve hours.
const AFTER_AM_PM: &str = "Eastern Central Mountain Pacific Atlantic Greenwich British Indian Local Monday Tuesday Wednesday Thursday Friday \
     Saturday Sunday January February March April May June July August September October November December Jan Feb Mar Apr Aug Sept \
     Oct Nov Dec UTC";

/// Vowels of words that are not abbreviations for their want of one.
const VOWELS: &str = "aeiouyäöüåæøœáéíóúýàèìòùâêîôûãõëïąęěůőűăıаеиоуыэюяєіїъёαεηιουωάέήίόύώϊϋ\
    AEOUYÄÖÜÅÆØŒÁÉÍÓÚÝÀÈÌÒÙÂÊÎÔÛÃÕËÏĄĘĚŮŐŰĂАЕИОУЫЭЮЯЄІЇЪЁΑΕΗΙΟΥΩΆΈΉΊΌΎΏΪΫI";

/// Words without a vowel.
const WITHOUT_VOWEL: &str = "trh krk vlk prv krv krt trn srp krb hrb brk vrh blb slz vln zrn srn prs prst pln nth tv pc hm hmm shh psst";

/// As in `html.rs`: without the string searches of the standard library, which make the wasm larger.
fn is_one_of(word: &str, mut words: &str) -> bool {
    loop {
        let (known, rest) = split_once_byte(words, b' ');
        match rest {
            _ if known == word => return !word.is_empty(),
            Some(rest) => words = rest,
            None => return false,
        }
    }
}

/// Whether a letter of the languages of the labels is lower-case. The tables of all of Unicode would make the
/// wasm larger.
pub(super) fn is_lower_case(char: char) -> bool {
    match char {
        'a'..='z' | 'ß'..='ö' | 'ø'..='ÿ' | 'ά'..='ώ' | 'а'..='џ' | 'ґ' | 'ΐ' | 'ș' | 'ț' => {
            true
        }
        // Latin Extended-A: a capital letter, then its small one.
        'Ā'..='ķ' | 'Ŋ'..='ŷ' => u32::from(char) % 2 == 1,
        'Ĺ'..='ň' | 'Ź'..='ž' => u32::from(char) % 2 == 0,
        _ => false,
    }
}

fn is_digit(char: char) -> bool {
    matches!(char, '0'..='9' | '٠'..='٩' | '०'..='९')
}

/// Whether a character is a letter, or at least no punctuation and no digit.
fn is_letter(char: char) -> bool {
    let is_mark = matches!(char, '\0'..='\u{bf}' | '×' | '÷' | '\u{2000}'..='\u{206f}' | '\u{3000}'..='\u{303f}');
    char.is_ascii_alphabetic() || !is_mark && !is_digit(char)
}

fn len(text: &str) -> usize {
    text.chars().count()
}

/// Whether a full stop that follows `text` and precedes `next` belongs to an abbreviation or a number, and the
/// sentence goes on. `next` does not begin with a lower-case letter.
pub(super) fn sentence_continues(text: &str, next: &str) -> bool {
    let (before, token) = last_word(text);
    let (_, before) = last_word(before);
    let token = token.trim_start_matches(|char| !is_letter(char) && !is_digit(char));
    if token.is_empty() {
        return false;
    }
    let first = next.chars().next().unwrap_or(' ');
    let end = next.chars().take_while(|char| is_letter(*char));
    let (word, after) = next
        .split_at_checked(end.map(char::len_utf8).sum())
        .unwrap_or_default();
    let is_elided = after.starts_with(['\'', '’']) && len(word) <= 2;
    if is_word_of_line(token, text, next) {
        return false;
    }
    let is_starter = is_elided
        || !after.starts_with(['-', '.'])
            && SENTENCE_STARTERS.iter().any(|words| is_one_of(word, words));
    // As in `EE. UU.`
    if is_doubled(token) && matches!(token, "EE" | "JJ" | "RR" | "SS" | "CC" | "FF") {
        return is_doubled(word) && after.starts_with('.');
    }
    let is_quotation = matches!(first, '“' | '"' | '„' | '«' | '‘' | '\'' | '»' | '”');
    let can_go_on = !is_starter && !is_quotation;
    if is_ordinal(token) {
        let is_counted =
            before.is_empty() || before.ends_with(',') || is_one_of(before, BEFORE_ORDINAL);
        return is_one_of(word, MONTHS)
            || is_one_of(word, AFTER_ORDINAL)
            || can_go_on && is_letter(first) && is_counted;
    }
    // The last part of a word, as in `Ex-Gov` and `l'avv`.
    let (_, name) = split_last(token, |char| matches!(char, '-' | '\'' | '’'));
    // At the start of a sentence, `Approx` is `approx`.
    let small = small_initial(if before.is_empty() { name } else { "" });
    let never_ends = |words: &&str| {
        is_one_of(token, words) || is_one_of(name, words) || is_one_of(&small, words)
    };
    if NEVER_ENDS.iter().any(never_ends) {
        return true;
    }
    if is_one_of(name, BEFORE_NUMBER) || is_one_of(&small, BEFORE_NUMBER) {
        return is_digit(first) || can_go_on && is_one_of(name, TITLES);
    }
    if matches!(first, ',' | ';' | ':' | '–' | '—' | '-') {
        return is_abbreviation(token, name, before);
    }
    if matches!(token, "a.m" | "p.m" | "A.M" | "P.M") {
        return first == '(' || is_after_am_pm(word, after);
    }
    let is_initial = len(token) == 1 && !token.starts_with(is_lower_case);
    let names_thing = || {
        let before = small_initial(before);
        is_one_of(&before, BEFORE_LETTER) || token == "I" && is_one_of(&before, BEFORE_I)
    };
    if is_initial && names_thing() {
        return false;
    }
    let can_go_on = can_go_on || is_initial && is_one_of(word, PARTICLES);
    can_go_on && is_abbreviation(token, name, before)
}

/// Whether an abbreviation is a word in the language of a line.
fn is_word_of_line(token: &str, text: &str, next: &str) -> bool {
    let is_hint = |line: &str, hints: &str| {
        let mut words = line.split([' ', '\u{a0}', ',', '.', ':', '“', '”', '"']);
        words.any(|word| is_one_of(&small_initial(word), hints))
    };
    ALSO_WORDS.iter().any(|(words, hints)| {
        is_one_of(token, words) && (is_hint(text, hints) || is_hint(next, hints))
    })
}

/// Whether a word is a letter and the same letter, as abbreviations of plurals are in Spanish.
fn is_doubled(word: &str) -> bool {
    matches!(word.as_bytes(), [one, other] if one == other && one.is_ascii_uppercase())
}

/// A word with a small initial, if that is a letter of ASCII.
fn small_initial(word: &str) -> String {
    let mut small = word.to_owned();
    if let Some(initial) = small.get_mut(..1) {
        initial.make_ascii_lowercase();
    }
    small
}

fn last_word(text: &str) -> (&str, &str) {
    split_last(text, |char| matches!(char, ' ' | '\u{a0}' | '\u{202f}'))
}

/// The text before the last separator, and the text after it.
fn split_last(text: &str, is_separator: fn(char) -> bool) -> (&str, &str) {
    let mut chars = text.chars();
    while let Some(char) = chars.next_back() {
        if is_separator(char) {
            let before = chars.as_str();
            let after = text.get(before.len() + char.len_utf8()..);
            return (before, after.unwrap_or_default());
        }
    }
    ("", text)
}

/// A number of at most three digits, or a Roman one of at least two.
fn is_ordinal(token: &str) -> bool {
    let is_roman = |text: &str| text.len() > 1 && text.bytes().all(|byte| b"IVX".contains(&byte));
    token.len() <= 3 && token.bytes().all(|byte| byte.is_ascii_digit()) || is_roman(token)
}

fn is_abbreviation(token: &str, name: &str, before: &str) -> bool {
    let follows_number = before.ends_with(is_digit);
    let is_unit = follows_number && is_one_of(token, AFTER_NUMBER)
        || !before.is_empty() && is_one_of(token, AFTER_WORD);
    let is_title = !follows_number && is_one_of(name, TITLES)
        // As in `l'on. Rossi`.
        || name != token && name == "on";
    // AP style writes the names of states after those of cities. Mass is also said in churches.
    let is_state = name == "Mass" && before.ends_with(',');
    if is_unit || is_title || is_state || is_one_of(name, ENDS_BEFORE_STARTER) {
        return true;
    }
    if token
        .chars()
        .all(|char| matches!(char, '\u{900}'..='\u{97f}'))
    {
        return len(token) <= 3 && !is_one_of(token, HINDI_VERBS);
    }
    let (mut part, mut rest) = split_once_byte(token, b'.');
    if rest.is_some() {
        // Not an address, such as `example.org`.
        loop {
            let letters = part.trim_start_matches('-');
            let is_short = (1..=4).contains(&len(letters)) && letters.chars().all(is_letter);
            if !is_short || is_one_of(letters, "com org net io co tv") {
                return false;
            }
            let Some(others) = rest else { return true };
            (part, rest) = split_once_byte(others, b'.');
        }
    }
    let mut rest = name.chars();
    let Some(first) = rest.next().filter(|first| is_letter(*first)) else {
        return false;
    };
    let max = if is_lower_case(first) { 3 } else { 5 };
    let is_vowel = |char| VOWELS.chars().any(|vowel| vowel == char);
    // Names such as `BBC` are no abbreviations with a full stop.
    let is_word = rest.all(is_lower_case);
    let has_vowel = || name.chars().any(is_vowel);
    let is_known = || is_one_of(name, WITHOUT_VOWEL);
    match len(name) {
        // A character of Chinese, Japanese or Korean is a word.
        // As in `5 m`.
        1 => first < '\u{1100}' && !(follows_number && is_lower_case(first)),
        len => is_word && len <= max && !follows_number && !has_vowel() && !is_known(),
    }
}

/// Whether a word after `a.m.` or `p.m.` names the zone or the day.
fn is_after_am_pm(word: &str, after: &str) -> bool {
    let is_zone = || {
        let is_upper = word.bytes().all(|byte| byte.is_ascii_uppercase());
        is_upper && (2..=5).contains(&word.len()) && word.ends_with('T')
    };
    let mut words = Some(after.trim_start());
    let mut names_time = || {
        let (word, rest) = split_once_byte(words.unwrap_or_default(), b' ');
        words = rest.filter(|_| !word.ends_with('.'));
        matches!(word.trim_end_matches([',', '.']), "time" | "Time")
    };
    is_one_of(word, AFTER_AM_PM) || is_zone() || names_time() || names_time()
}
