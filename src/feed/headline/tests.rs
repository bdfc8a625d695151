use super::*;

#[test]
fn a_sentence_ends_with_its_mark_and_closing_quotes() {
    for (text, sentence) in [
        ("The Eagle has landed. More soon.", "The Eagle has landed."),
        ("Landed? Yes! Now.", "Landed?"),
        ("Landed!! More", "Landed!!"),
        ("He said: “Go.” Then silence.", "He said: “Go.”"),
        ("(Not yet.) Later.", "(Not yet.)"),
        ("No mark at all", "No mark at all"),
        ("着陸した。次は船外活動。", "着陸した。"),
        ("Wait… What?", "Wait…"),
        ("", ""),
        (" . ", "."),
        ("「着陸した。」次は", "「着陸した。」"),
    ] {
        assert_eq!(first_sentence(text), sentence, "{text:?}");
    }
}

#[test]
fn a_mark_inside_a_sentence_does_not_end_it() {
    for text in [
        "The lead is 3.5 seconds now",
        "J. F. Doe and the U.S. Navy agree",
        "Mr. Doe and Dr. Roe at St. Paul's",
        "Am 20. Juli um drei",
        "See example.org for more",
        "Chelsea vs. Arsenal in the end",
        "Wait... there is more",
        "“Go!” says mission control",
    ] {
        assert_eq!(first_sentence(text), text);
    }
    assert_eq!(
        first_sentence("It was 1969. Then came 1970."),
        "It was 1969."
    );
    assert_eq!(
        first_sentence("It ended 3-1. Nobody left."),
        "It ended 3-1."
    );
}

#[test]
fn an_abbreviation_does_not_end_a_sentence() {
    for text in [
        "The vote is due at 5 p.m. Eastern time",
        "The vote is due at 5 p.m. ET",
        "It opens at 9 a.m. London time",
        "Polls close at 8 p.m. Tuesday",
        "Der Schaden liegt bei 5 Mio. Euro",
        "Der Schaden: 5\u{a0}Mio. Euro",
        "The Jan. 6 hearing resumes",
        "J. K. Rowling and J.R.R. Tolkien",
        "The U.S. Senate votes",
        "Ex-Gov. Doe and Sgt. Roe and Lt. Col. Poe",
        "Acme Inc. Chief Jane Doe leaves",
        "He is No. 10 on the list",
        "Treffen am 5. Mai in Berlin",
        "Der 1. FC Köln und der 150. Geburtstag",
        "Samstag, 5. Mai in Berlin",
        "Im II. Weltkrieg",
        "Das ist z. B. Berlin, d. h. Mitte",
        "Das ist z.B. Berlin",
        "M. Le Maire et Mme. Dupont",
        "J.-M. Le Pen arrive",
        "El Sr. García y la Dra. López en EE. UU. Hoy",
        "O prof. Silva e a Sra. Costa",
        "Il sig. Rossi e l'avv. Bianchi",
        "De heer en mevr. Jansen en dhr. De Vries",
        "Minister przy ul. Marszałkowskiej i prof. Nowak",
        "Přijede prof. Novák a MUDr. Nová",
        "Megérkezett dr. Kovács",
        "Вулиця: вул. Хрещатик і проф. Коваль",
        "Ο κ. Μητσοτάκης και ο Δρ. Νίκος",
        "Sn. Erdoğan ve Prof. Yılmaz geldi",
        "Der koster det 5 mio. Kroner",
        "وصل د. أحمد",
        "डॉ. सिंह पहुंचे",
        "It is approx. Monday",
        // Not in a list.
        "Bldg. Manager Doe and Pfc. Roe",
        "The plan (incl. taxes, etc.) and the T.B.D. List",
    ] {
        assert_eq!(first_sentence(text), text);
    }
}

#[test]
fn a_sentence_can_end_with_an_abbreviation() {
    for (text, sentence) in [
        (
            "It is due at 5 p.m. The vote follows.",
            "It is due at 5 p.m.",
        ),
        ("It is due at 5 p.m. Police wait.", "It is due at 5 p.m."),
        ("It is due at 5 p.m. More follows.", "It is due at 5 p.m."),
        ("She lives in the U.S. He left.", "She lives in the U.S."),
        ("He joined Acme Inc. They hired him.", "He joined Acme Inc."),
        ("It costs 5 Mio. Die Stadt zahlt.", "It costs 5 Mio."),
        ("He said no. Police left.", "He said no."),
        (
            "The death toll is 42. Police wait.",
            "The death toll is 42.",
        ),
        ("World War II. Germany lost.", "World War II."),
        ("He was in the FBI. Police said so.", "He was in the FBI."),
        ("He ran 5 km. Police stopped him.", "He ran 5 km."),
        ("It was Plan B. The team won.", "It was Plan B."),
        ("It’s 5 p.m. “We won,” he said.", "It’s 5 p.m."),
        ("Il arrive aux U.S. C’est fini.", "Il arrive aux U.S."),
        ("See example.org. Police wait.", "See example.org."),
        (
            "Attaque dans le col. Pogacar gagne.",
            "Attaque dans le col.",
        ),
        ("Sie schafft es. Polizei da.", "Sie schafft es."),
        ("It was in Jan. Police wait.", "It was in Jan."),
        ("पुल खुल गया। लोग खुश हैं।", "पुल खुल गया।"),
        ("هل وصل؟ نعم", "هل وصل؟"),
        ("Τι έγινε; Ναι.", "Τι έγινε;"),
        ("It was over. Ödön left.", "It was over."),
    ] {
        assert_eq!(first_sentence(text), sentence);
    }
    assert_eq!(
        first_sentence("Viel los. ökologisch"),
        "Viel los. ökologisch"
    );
}

#[test]
fn a_line_ends_a_sentence() {
    assert_eq!(
        first_sentence("Half-time \n\n Nothing happened."),
        "Half-time"
    );
    assert_eq!(first_sentence("\n A. \n B"), "A.");
}

#[test]
fn a_long_sentence_is_truncated_between_words() {
    let long = "word ".repeat(40);
    let truncated = first_sentence(&long);
    assert_eq!(truncated.chars().count(), 100);
    assert!(truncated.ends_with("word…"), "{truncated}");
    let fits = format!("{}xy", "a ".repeat(49));
    assert_eq!(fits.chars().count(), 100);
    assert_eq!(first_sentence(&fits), fits);
    assert_eq!(
        first_sentence(&"é".repeat(200)),
        format!("{}…", "é".repeat(99))
    );
    assert_eq!(
        first_sentence(&format!("a {}", "é".repeat(200)))
            .chars()
            .count(),
        100
    );
    assert_eq!(
        first_sentence(&format!("{}, and more words", "ab".repeat(48))),
        format!("{}…", "ab".repeat(48))
    );
}

#[test]
fn a_first_line_that_fits_is_kept_whole() {
    assert_eq!(first_line("Goal! One nil.\nMore."), "Goal! One nil.");
    assert_eq!(
        first_line(&format!("Goal! {}", "Word ".repeat(40))),
        "Goal!"
    );
}

#[test]
fn an_abbreviation_in_any_language_does_not_end_a_sentence() {
    for text in [
        "It starts at 5 p.m. (9 p.m. GMT) on Monday",
        "Approx. 500 people are missing",
        "Est. 500 people are missing",
        "Ca. 500 Menschen demonstrieren",
        "Evtl. Regen am Abend",
        "Inkl. Steuern 5 Euro",
        "Stellv. Vorsitzender Doe spricht",
        "Der Schaden liegt bei rund fünf Mio. Euro",
        "Mehrere Mio. Euro Schaden",
        "Angela Merkel, geb. Kasner",
        "Der franz. Präsident Macron kommt",
        "Der österr. Kanzler kommt",
        "FC Bayern – 1. FC Köln 3:0",
        "Bayern gewinnt gegen 1. FC Köln",
        "Hptm. Doe und Oblt. Roe",
        "Er ist Vors. Richter am BGH",
        "Le 5 janv. 2026 à Paris",
        "Le 5 févr. 2026 à Paris",
        "Le 5 déc. 2026 à Paris",
        "Sitzung am 5. Febr. 2026",
        "Tél. 01 02 03",
        "Boul. Saint-Michel fermé",
        "El Gob. Pérez habla",
        "El Mtro. Pérez habla",
        "El Pbro. López habla",
        "El 5 ene. 2026 abre",
        "O Ten. Silva fala",
        "O Cap. Silva fala",
        "O Pref. Nunes fala",
        "O sen. Silva fala",
        "L'on. Rossi parla",
        "L'arch. Rossi parla",
        "Il rag. Rossi parla",
        "Il 5 gen. 2026 apre",
        "Il 5 lug. 2026 apre",
        "De ir. Jansen spreekt",
        "De burg. Halsema spreekt",
        "De afd. Zuid",
        "Den 5. jan. 2026 åbner den",
        "Den 5. aug. 2026 åbner den",
        "Statsmin. Frederiksen taler",
        "Avd. Stockholm stänger",
        "Na miejscu dr hab. Nowak",
        "Mówi mł. asp. Nowak",
        "Mówi kom. Nowak",
        "Mówi min. Sikorski",
        "Mówi prem. Tusk",
        "Kilkanaście tys. Polaków",
        "Mluví por. Novák",
        "Mluví MVDr. Novák",
        "Stojí 5 mil. Kč",
        "Hovorí Ing. arch. Novák",
        "În mun. Cluj plouă",
        "Vorbește av. Popescu",
        "Türkiye'nin 12. Cumhurbaşkanı Erdoğan",
        "Öğr. Gör. Yılmaz konuştu",
        "Arş. Gör. Yılmaz konuştu",
        "Müh. Yılmaz konuştu",
        "Στις 5 Ιαν. 2026",
        "Нар. деп. Іваненко каже",
        "Кілька тис. Українців",
        "Каза инж. Иванов",
        "Каза доц. Иванов",
        "Каза арх. Иванов",
        "Каза адв. Иванов",
        "Каза мин. Иванов",
        "पं. नेहरू की जयंती",
        "मो. शमी लौटे",
        "एस. जयशंकर पहुंचे",
        "प्रो. सिंह बोले",
    ] {
        assert_eq!(first_sentence(text), text);
    }
}

#[test]
fn a_sentence_ends_after_a_letter_that_names_a_thing() {
    for (text, sentence) in [
        ("경찰이 조사 중. 시장은 떠났다", "경찰이 조사 중."),
        ("비가 올 듯. 시장은 떠났다", "비가 올 듯."),
        (
            "England top Group B. France are second.",
            "England top Group B.",
        ),
        ("It is Plan B. Police wait.", "It is Plan B."),
        (
            "Dozens tested for vitamin D. Doctors warn.",
            "Dozens tested for vitamin D.",
        ),
        (
            "La France est dans le groupe A. Paris attend.",
            "La France est dans le groupe A.",
        ),
        ("Gana en el grupo C. Madrid espera.", "Gana en el grupo C."),
        ("Sieger in Gruppe A. Spanien folgt.", "Sieger in Gruppe A."),
        ("Vince nel gruppo B. Roma attende.", "Vince nel gruppo B."),
        (
            "Zahl der Toten steigt auf 42. Retter suchen weiter.",
            "Zahl der Toten steigt auf 42.",
        ),
        (
            "Preis fällt unter 5. Händler warnen.",
            "Preis fällt unter 5.",
        ),
        ("比赛结束. 北京获胜.", "比赛结束."),
        ("पुल खुल गया. लोग खुश हैं.", "पुल खुल गया."),
        ("See it in May. Police wait.", "See it in May."),
    ] {
        assert_eq!(first_sentence(text), sentence);
    }
}

#[test]
fn a_word_that_is_an_abbreviation_in_another_language_ends_a_sentence() {
    for (text, sentence) in [
        ("Han kom. Sedan gick han.", "Han kom."),
        ("Han kom. Polisen grep honom.", "Han kom."),
        ("Toget kom. Så kørte det.", "Toget kom."),
        ("Han var sen. Tränaren blev arg.", "Han var sen."),
        ("Boken är min. Läraren säger det.", "Boken är min."),
        ("Hun rejste sig. Salen klappede.", "Hun rejste sig."),
        ("De kan ikke slå os. Kampen er slut.", "De kan ikke slå os."),
        (
            "Det är jag stolt av. Publiken jublar.",
            "Det är jag stolt av.",
        ),
        ("He said no. Then he left.", "He said no."),
        ("The fire is out. 5 people are hurt.", "The fire is out."),
        (
            "It was two years ago. 20 people died.",
            "It was two years ago.",
        ),
        ("Ils ont dit non. Puis ils sont partis.", "Ils ont dit non."),
        ("C’est mon prof. Il part.", "C’est mon prof."),
        ("Hij weet het al. Politie zoekt hem.", "Hij weet het al."),
        ("No quiere ir. Madrid espera.", "No quiere ir."),
        ("São 5 mil. Governo nega.", "São 5 mil."),
        ("Az ára 500 Ft. A kormány fizet.", "Az ára 500 Ft."),
        ("Pomógł im. Potem wyszedł.", "Pomógł im."),
        ("V 15 hod. Policie přijela.", "V 15 hod."),
        ("Teče krv. Policie zasahuje.", "Teče krv."),
        ("He fell 5 m. Police wait.", "He fell 5 m."),
        ("Температура 5 м. Полиция чака.", "Температура 5 м."),
        ("Загинув цілий полк. Ми чекаємо.", "Загинув цілий полк."),
        ("He was in the SS. The court knew.", "He was in the SS."),
        ("Vent d’Est. Paris attend.", "Vent d’Est."),
        ("He went to Mass. Police waited.", "He went to Mass."),
        ("She is older than I. Police wait.", "She is older than I."),
        ("It takes 5 min. Police wait.", "It takes 5 min."),
        ("This is art. Police wait.", "This is art."),
    ] {
        assert_eq!(first_sentence(text), sentence);
    }
}

#[test]
fn an_abbreviation_that_is_a_word_in_another_language_goes_on_before_a_name() {
    for text in [
        "Rzecznik policji kom. Nowak",
        "Il sig. Rossi e il gen. Bianchi",
        "Przy al. Solidarności i os. Kopernika",
        "Szkoła im. Jana Pawła",
        "De ir. Jansen spreekt",
        "Stojí 5 mil. Kč",
        "Em out. 2026 abre",
        "Near Ft. Worth and Mt. Everest",
        "From Boston, Mass. Governor Healey",
        "Mieszka w EE. UU. Trump",
        "El Ten. Silva fala",
        "У м. Київ горить",
        "See fig. 5 and art. 3 and no. 10",
    ] {
        assert_eq!(first_sentence(text), text);
    }
}
