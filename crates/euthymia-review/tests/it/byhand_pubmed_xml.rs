//! PubMed XML, with a record made up in the shape of efetch.

use euthymia_review::{
    Broken, Context, Format, Kind, Person, Piece, Reading, Record, Relation, Role, parse, split,
};

const FILE: &str = r#"<?xml version="1.0" ?>
<!DOCTYPE PubmedArticleSet PUBLIC "-//NLM//DTD PubMedArticle, 1st January 2024//EN" "https://dtd.nlm.nih.gov/x.dtd">
<PubmedArticleSet>
<PubmedArticle>
  <MedlineCitation Status="MEDLINE" Owner="NLM">
    <PMID Version="1">90000001</PMID>
    <DateRevised><Year>2021</Year><Month>02</Month><Day>03</Day></DateRevised>
    <Article PubModel="Print">
      <Journal>
        <ISSN IssnType="Electronic">1234-567X</ISSN>
        <JournalIssue CitedMedium="Internet"><Volume>12</Volume><Issue>3</Issue>
          <PubDate><Year>2020</Year><Month>Mar</Month><Day>4</Day></PubDate></JournalIssue>
        <Title>Journal of invented medicine</Title>
        <ISOAbbreviation>J. Invent. Med.</ISOAbbreviation>
      </Journal>
      <ArticleTitle>Effect of 5-HT<sub>2A</sub> &amp; <i>esketamine</i>
        on mood.</ArticleTitle>
      <Pagination><MedlinePgn>101-9</MedlinePgn></Pagination>
      <ELocationID EIdType="doi" ValidYN="Y">10.5555/JIM.2020.1</ELocationID>
      <Abstract>
        <AbstractText Label="BACKGROUND" NlmCategory="BACKGROUND">Mood is low (p &lt; 0.05).</AbstractText>
        <AbstractText Label="RESULTS" NlmCategory="RESULTS">It rose by 10<sup>2</sup>.</AbstractText>
        <CopyrightInformation>Nobody.</CopyrightInformation>
      </Abstract>
      <AuthorList CompleteYN="Y">
        <Author ValidYN="Y"><LastName>van Dorp</LastName><ForeName>Ilse M</ForeName><Initials>IM</Initials>
          <Suffix>Jr</Suffix>
          <Identifier Source="ORCID">http://orcid.org/0000-0001-2345-6789</Identifier>
          <AffiliationInfo><Affiliation>Ward 1, Nowhere.</Affiliation></AffiliationInfo>
          <AffiliationInfo><Affiliation>Ward 2, Nowhere.</Affiliation></AffiliationInfo></Author>
        <Author ValidYN="Y"><CollectiveName>Invented Study Group</CollectiveName></Author>
      </AuthorList>
      <Language>ger</Language>
      <DataBankList CompleteYN="Y"><DataBank><DataBankName>ClinicalTrials.gov</DataBankName>
        <AccessionNumberList><AccessionNumber>NCT09999999</AccessionNumber></AccessionNumberList></DataBank></DataBankList>
      <PublicationTypeList><PublicationType UI="D016449">Randomized Controlled Trial</PublicationType></PublicationTypeList>
      <VernacularTitle>Wirkung auf die Stimmung.</VernacularTitle>
    </Article>
    <MedlineJournalInfo><Country>Netherlands</Country><MedlineTA>J Invent Med</MedlineTA><NlmUniqueID>0000001</NlmUniqueID></MedlineJournalInfo>
    <CommentsCorrectionsList><CommentsCorrections RefType="ErratumIn"><RefSource>J Invent Med. 2021;13:1</RefSource><PMID Version="1">90000002</PMID></CommentsCorrections></CommentsCorrectionsList>
    <MeshHeadingList><MeshHeading><DescriptorName UI="D1" MajorTopicYN="N">Ketamine</DescriptorName><QualifierName UI="Q1" MajorTopicYN="Y">therapeutic use</QualifierName></MeshHeading></MeshHeadingList>
    <KeywordList Owner="NOTNLM"><Keyword MajorTopicYN="N">mood</Keyword></KeywordList>
  </MedlineCitation>
  <PubmedData>
    <History><PubMedPubDate PubStatus="received"><Year>2019</Year><Month>1</Month><Day>2</Day></PubMedPubDate></History>
    <ArticleIdList><ArticleId IdType="pubmed">90000001</ArticleId><ArticleId IdType="pmc">PMC900001</ArticleId><ArticleId IdType="doi">10.5555/jim.2020.1</ArticleId></ArticleIdList>
  </PubmedData>
</PubmedArticle>
</PubmedArticleSet>
"#;

fn cut(text: &str) -> Vec<Result<Piece, Broken>> {
    split(Format::PubmedXml, text.as_bytes()).collect()
}

fn read(text: &str) -> Reading {
    let piece = cut(text).remove(0).unwrap();
    parse(Format::PubmedXml, &piece, &Context::default())
}

fn record() -> Record {
    let reading = read(FILE);
    assert_eq!(reading.problems, []);
    reading.record.unwrap()
}

fn others(record: &Record, tag: &str) -> Vec<String> {
    let found = record.others.iter().filter(|other| other.tag == tag);
    found.map(|other| other.value.clone()).collect()
}

#[test]
fn it_is_recognised_and_cut_at_its_place() {
    assert_eq!(Format::recognise(FILE), Some(Format::PubmedXml));
    let pieces = cut(FILE);
    assert_eq!(pieces.len(), 1);
    let piece = pieces[0].as_ref().unwrap();
    assert_eq!(piece.line, 4);
    assert!(FILE[piece.offset as usize..].starts_with(&piece.text));
    assert!(piece.text.ends_with("</PubmedArticle>"));
}

#[test]
fn text_has_no_markup_and_sections_keep_their_labels() {
    let record = record();
    assert_eq!(
        record.title.as_deref(),
        Some("Effect of 5-HT2A & esketamine on mood.")
    );
    assert_eq!(
        record.original_title.as_deref(),
        Some("Wirkung auf die Stimmung.")
    );
    assert_eq!(
        record.abstract_text.as_deref(),
        Some("BACKGROUND: Mood is low (p < 0.05).\nRESULTS: It rose by 102.")
    );
    assert_eq!(others(&record, "pubmed:CopyrightInformation"), ["Nobody."]);
}

#[test]
fn people_keep_their_addresses_and_orcid() {
    let record = record();
    let first = &record.contributors[0];
    assert_eq!(first.person.inverted(), "van Dorp, Ilse M, Jr");
    assert_eq!(first.orcid.as_deref(), Some("0000-0001-2345-6789"));
    assert_eq!(first.affiliations, ["Ward 1, Nowhere.", "Ward 2, Nowhere."]);
    let group = &record.contributors[1];
    assert_eq!(group.role, Role::Group);
    assert_eq!(
        group.person,
        Person::Whole("Invented Study Group".to_owned())
    );
}

#[test]
fn where_and_when_it_appeared() {
    let record = record();
    assert_eq!(record.kind, Kind::JournalArticle);
    assert_eq!(record.kind_words, ["Randomized Controlled Trial"]);
    let date = record.date.as_ref().unwrap();
    assert_eq!(
        (date.year, date.month, date.day),
        (Some(2020), Some(3), Some(4))
    );
    assert_eq!(
        record.container.as_deref(),
        Some("Journal of invented medicine")
    );
    assert_eq!(
        record.container_abbreviation.as_deref(),
        Some("J Invent Med")
    );
    assert_eq!(
        others(&record, "pubmed:ISOAbbreviation"),
        ["J. Invent. Med."]
    );
    let place = [&record.volume, &record.issue, &record.pages].map(|text| text.as_deref());
    assert_eq!(place, [Some("12"), Some("3"), Some("101-9")]);
    let dates: Vec<_> = record
        .other_dates
        .iter()
        .map(|(name, date)| (name.as_str(), date.year))
        .collect();
    assert_eq!(dates, [("revised", Some(2021)), ("received", Some(2019))]);
}

#[test]
fn numbers_headings_and_relations() {
    let record = record();
    let numbers: Vec<_> = record.identifiers.iter().map(ToString::to_string).collect();
    assert_eq!(
        numbers,
        [
            "pmid:90000001",
            "issn:1234-567X",
            "doi:10.5555/jim.2020.1",
            "trial:NCT09999999",
            "pmcid:PMC900001"
        ]
    );
    let heading = &record.headings[0];
    assert_eq!(
        (heading.descriptor.as_str(), heading.is_major),
        ("Ketamine", false)
    );
    assert_eq!(heading.qualifiers, [("therapeutic use".to_owned(), true)]);
    assert_eq!(record.keywords, ["mood"]);
    let related = &record.related[0];
    assert_eq!(related.relation, Relation::ErratumIn);
    assert_eq!(related.pmid, Some(90_000_002));
}

#[test]
fn a_book_has_no_article_title_of_its_own() {
    let text = "<PubmedBookArticle><BookDocument><PMID>90000003</PMID><Book><Publisher>\
        <PublisherName>Press</PublisherName></Publisher><BookTitle>Moods</BookTitle><PubDate>\
        <Year>2001</Year></PubDate></Book></BookDocument></PubmedBookArticle>";
    let record = read(text).record.unwrap();
    assert_eq!(record.kind, Kind::Book);
    assert_eq!(record.title.as_deref(), Some("Moods"));
    assert_eq!(record.publisher.as_deref(), Some("Press"));
}

#[test]
fn a_record_without_an_end_is_told_and_the_next_is_read() {
    let text = "<PubmedArticleSet>\n<PubmedArticle><MedlineCitation>\n\
        <PubmedArticle>\n<MedlineCitation><PMID>1</PMID></MedlineCitation></PubmedArticle>\n\
        stray words\n<PubmedArticle><MedlineCitation><PMID>2</PMI";
    let found = cut(text);
    assert_eq!(found.len(), 4);
    assert_eq!(found[0].as_ref().unwrap_err().line, 2);
    assert_eq!(found[1].as_ref().unwrap().line, 3);
    let between = found[2].as_ref().unwrap_err();
    assert_eq!(between.text.trim(), "stray words");
    let last = found[3].as_ref().unwrap_err();
    assert_eq!(last.line, 6);
    assert!(last.text.ends_with("<PMID>2</PMI"));
}

#[test]
fn entities_of_a_file_are_told_and_never_expanded() {
    let text = "<!DOCTYPE PubmedArticleSet [<!ENTITY a \"ha\"><!ENTITY b \"&a;&a;\">]>\
        <PubmedArticleSet><PubmedArticle><MedlineCitation><PMID>1</PMID><Article>\
        <ArticleTitle>x &b; &amp; y</ArticleTitle></Article></MedlineCitation></PubmedArticle>\
        </PubmedArticleSet>";
    let found = cut(text);
    assert!(found[0].as_ref().unwrap_err().message.contains("entities"));
    let reading = parse(
        Format::PubmedXml,
        found[1].as_ref().unwrap(),
        &Context::default(),
    );
    assert_eq!(reading.problems[0].found.as_deref(), Some("&b;"));
    assert_eq!(reading.record.unwrap().title.as_deref(), Some("x &b; & y"));
}
