//! One work as seven formats tell it is one record, as far as each can say.

use euthymia_review::{Context, Format, Kind, PieceKind, Record, Scheme, parse, split};

const FILES: [(Format, &str); 7] = [
    (
        Format::Ris,
        "TY  - JOUR\nAU  - Östberg, Ada\nAU  - van der Lind, Bo\nTI  - Slow infusion in resistant depression: a trial\n\
         T2  - Journal of Invented Medicine\nPY  - 2019\nDA  - 2019/09/05\nVL  - 12\nIS  - 3\nSP  - 101\nEP  - 109\n\
         DO  - https://doi.org/10.1000/JIM.12.3\nC8  - 31234567 [pmid]\nSN  - 1234567X\nLA  - eng\nER  - \n",
    ),
    (
        Format::Nbib,
        "PMID- 31234567\nIS  - 1234-567X (Print)\nVI  - 12\nIP  - 3\nDP  - 2019 Sep 5\nTI  - Slow infusion in resistant\n      \
         depression: a trial\nPG  - 101-109\nLID - 10.1000/jim.12.3 [doi]\nFAU - Östberg, Ada\nAU  - Östberg A\n\
         FAU - van der Lind, Bo\nAU  - van der Lind B\nLA  - eng\nPT  - Journal Article\nJT  - Journal of Invented Medicine\n",
    ),
    (
        Format::PubmedXml,
        "<PubmedArticleSet><PubmedArticle><MedlineCitation><PMID Version=\"1\">31234567</PMID><Article>\
         <Journal><ISSN IssnType=\"Print\">1234-567X</ISSN><JournalIssue><Volume>12</Volume><Issue>3</Issue>\
         <PubDate><Year>2019</Year><Month>Sep</Month><Day>5</Day></PubDate></JournalIssue><Title>Journal of Invented Medicine</Title></Journal>\
         <ArticleTitle>Slow infusion in resistant depression: a trial</ArticleTitle><Pagination><MedlinePgn>101-109</MedlinePgn></Pagination>\
         <ELocationID EIdType=\"doi\" ValidYN=\"Y\">10.1000/jim.12.3</ELocationID>\
         <AuthorList><Author><LastName>Östberg</LastName><ForeName>Ada</ForeName><Initials>A</Initials></Author>\
         <Author><LastName>van der Lind</LastName><ForeName>Bo</ForeName><Initials>B</Initials></Author></AuthorList>\
         <Language>eng</Language></Article></MedlineCitation></PubmedArticle></PubmedArticleSet>",
    ),
    (
        Format::Bibtex,
        "@article{ostberg2019,\n author = {{\\\"O}stberg, Ada and van der Lind, Bo},\n title = {Slow infusion in resistant depression: a trial},\n\
         journal = {Journal of Invented Medicine}, year = 2019, month = sep, day = 5, volume = 12, number = 3, pages = {101--109},\n\
         doi = {10.1000/JIM.12.3}, pmid = {31234567}, issn = {1234-567x}, language = {eng}}\n",
    ),
    (
        Format::Csv,
        "Title,Authors,Journal,Publication date,Volume,Issue,Pages,DOI,PMID,ISSN,Language,Type\n\
         Slow infusion in resistant depression: a trial,\"Östberg, Ada; van der Lind, Bo\",Journal of Invented Medicine,2019-09-05,\
         12,3,101-109,10.1000/jim.12.3,31234567,1234-567X,eng,Journal Article\n",
    ),
    (
        Format::EndnoteXml,
        "<xml><records><record><ref-type name=\"Journal Article\">17</ref-type><contributors><authors>\
         <author>Östberg, Ada</author><author>van der Lind, Bo</author></authors></contributors>\
         <titles><title>Slow infusion in resistant depression: a trial</title><secondary-title>Journal of Invented Medicine</secondary-title></titles>\
         <pages>101-109</pages><volume>12</volume><number>3</number><dates><year>2019</year><pub-dates><date>Sep 5</date></pub-dates></dates>\
         <isbn>1234-567X (Print)</isbn><accession-num>31234567</accession-num><remote-database-name>PubMed</remote-database-name>\
         <electronic-resource-num>doi:10.1000/jim.12.3</electronic-resource-num><language>eng</language></record></records></xml>",
    ),
    (
        Format::CslJson,
        "[{\"id\": \"a\", \"type\": \"article-journal\", \"title\": \"Slow infusion in resistant depression: a trial\",\
         \"author\": [{\"family\": \"Östberg\", \"given\": \"Ada\"}, {\"family\": \"Lind\", \"non-dropping-particle\": \"van der\", \"given\": \"Bo\"}],\
         \"container-title\": \"Journal of Invented Medicine\", \"issued\": {\"date-parts\": [[2019, 9, 5]]}, \"volume\": \"12\", \"issue\": 3,\
         \"page\": \"101-109\", \"DOI\": \"10.1000/jim.12.3\", \"PMID\": \"31234567\", \"ISSN\": \"1234-567X\", \"language\": \"eng\"}]",
    ),
];

fn only_record(format: Format, file: &str) -> Record {
    let mut context = Context::default();
    let mut records = Vec::new();
    for piece in split(format, file.as_bytes()) {
        let piece = piece.unwrap();
        match piece.kind {
            PieceKind::Context => context.texts.push(piece.text),
            PieceKind::Record => {
                let reading = parse(format, &piece, &context);
                assert_eq!(reading.problems, [], "{format:?}");
                records.extend(reading.record);
            }
        }
    }
    assert_eq!(records.len(), 1, "{format:?}");
    records.remove(0)
}

fn numbers(record: &Record, scheme: &Scheme) -> Vec<String> {
    let found = record.identifiers.iter();
    let found = found.filter(|number| number.scheme == *scheme);
    found.map(|number| number.value.clone()).collect()
}

#[test]
fn one_work_is_one_record_whatever_the_format() {
    for (format, file) in FILES {
        assert_eq!(Format::recognise(file), Some(format));
        let record = only_record(format, file);
        let names = record.contributors.iter().map(|who| who.person.inverted());
        let names: Vec<String> = names.collect();
        assert_eq!(names, ["Östberg, Ada", "van der Lind, Bo"], "{format:?}");
        let title = "Slow infusion in resistant depression: a trial";
        assert_eq!(record.title.as_deref(), Some(title), "{format:?}");
        let date = record.date.as_ref().unwrap();
        let found = (date.year, date.month, date.day);
        assert_eq!(found, (Some(2019), Some(9), Some(5)), "{format:?}");
        let journal = "Journal of Invented Medicine";
        assert_eq!(record.container.as_deref(), Some(journal), "{format:?}");
        let place = [&record.volume, &record.issue, &record.pages];
        let place = place.map(|text| text.as_deref().unwrap_or_default());
        assert_eq!(place, ["12", "3", "101-109"], "{format:?}");
        assert_eq!(
            numbers(&record, &Scheme::Doi),
            ["10.1000/jim.12.3"],
            "{format:?}"
        );
        assert_eq!(numbers(&record, &Scheme::Pmid), ["31234567"], "{format:?}");
        assert_eq!(numbers(&record, &Scheme::Issn), ["1234-567X"], "{format:?}");
        assert_eq!(record.languages, ["eng"], "{format:?}");
        assert_eq!(record.kind, Kind::JournalArticle, "{format:?}");
    }
}
