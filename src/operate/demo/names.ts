/**
 * Names of people as the world writes them: accents, apostrophes, one word, family name first, right to left, and
 * scripts a keyboard here has not got. A name outside ASCII letters is followed by how its bearer spells it in a login
 * ("Юлия/yuliya") unless taking the accents off gives that.
 */
export interface Naming {
  /** BCP 47, as the directory sends it. */
  readonly locale: string
  /** How many of each hundred people are named so. */
  readonly share: number
  readonly written: 'given first' | 'family first' | 'one word'
  readonly given: string
  readonly family: string
}

export const namings: readonly Naming[] = [
  {
    locale: 'en-US',
    share: 14,
    written: 'given first',
    given: 'Ada Grace Marcus Harper Owen Jordan Naomi Caleb Ruth Desmond Ivy Theodore',
    family: "Whitfield Okafor-Reed Brooks Hayes Lawson Mercer D'Angelo Price Sutton Vance",
  },
  {
    locale: 'en-GB',
    share: 7,
    written: 'given first',
    given: 'Imogen Alistair Poppy Rhys Siân Hamish Beatrix Jago',
    family: "O'Connell Featherstone-Haugh MacLeod Llewellyn Pryce St.John Ashworth Penhaligon",
  },
  {
    locale: 'en-IE',
    share: 3,
    written: 'given first',
    given: 'Aoife Ciarán Niamh Pádraig Róisín Seán',
    family: "O'Brien Ó_Súilleabháin Ní_Dhomhnaill Mac_Giolla_Phádraig O’Shea Fitzgerald",
  },
  {
    locale: 'fr-CA',
    share: 11,
    written: 'given first',
    given: 'Zoé Étienne Anaïs François Maëlle Loïc Océane Rémi Noémie Cédric Geneviève Jean-François',
    family: "Tremblay L'Écuyer Côté Bélanger Lefèvre D'Amours Gagné Beauséjour Hébert Guérin",
  },
  {
    locale: 'de-DE',
    share: 12,
    written: 'given first',
    given: 'Jürgen Käthe Björn Annika Sören Friederike Götz Lieselotte Matthias Ulrike Anna-Lena Lukas',
    family: 'Müller Weiß Schröder von_der_Heide Strauß Böhm Krämer Jäger Größmann Lindqvist',
  },
  {
    locale: 'it-IT',
    share: 4,
    written: 'given first',
    given: 'Niccolò Chiara Matteo Giosuè Ludovica Alessio Desirée',
    family: "D'Amico Dell'Acqua Rossi De_Santis Nardò Bianchi Cantù",
  },
  {
    locale: 'es-MX',
    share: 6,
    written: 'given first',
    given: 'Íñigo María_José Ángel Lucía Begoña Joaquín Ximena Raúl',
    family: 'Núñez García_Márquez Ibáñez Peña_Nieto Muñoz Güell Castañeda',
  },
  {
    locale: 'pt-BR',
    share: 4,
    written: 'given first',
    given: 'João Conceição Thaís Antônio Luísa Sebastião',
    family: "da_Conceição Gonçalves Araújo Magalhães Sant'Anna Brandão",
  },
  {
    locale: 'nl-NL',
    share: 3,
    written: 'given first',
    given: 'Daniël Zoë Joost Fenna Thijs Renée',
    family: "van_'t_Hoff de_Vries IJsselstein van_den_Berg ten_Böhmer",
  },
  {
    locale: 'pl-PL',
    share: 3,
    written: 'given first',
    given: 'Łukasz Małgorzata Stanisław Żaneta Michał',
    family: 'Wójcik Dąbrowska Kowalczyk Żółciński Gałązka',
  },
  {
    locale: 'cs-CZ',
    share: 2,
    written: 'given first',
    given: 'Jiří Kateřina Tomáš Zdeňka',
    family: 'Dvořák Nováková Říha Šťastný',
  },
  {
    locale: 'hu-HU',
    share: 2,
    written: 'family first',
    given: 'Győző Erzsébet László Tünde',
    family: 'Szőke Kővári Nagy Őry',
  },
  {
    locale: 'da-DK',
    share: 2,
    written: 'given first',
    given: 'Søren Åse Kåre Frøya',
    family: 'Ødegård Kjær Bjørnsdóttir Þórðarson',
  },
  {
    locale: 'tr-TR',
    share: 2,
    written: 'given first',
    given: 'İrem Çağatay Işıl Oğuzhan',
    family: 'Yıldız Şahin Gülşen Öztürk',
  },
  {
    locale: 'el-GR',
    share: 2,
    written: 'given first',
    given: 'Ελένη/eleni Νίκος/nikos Άρτεμις/artemis Γιώργος/giorgos',
    family: 'Παπαδοπούλου/papadopoulou Καζαντζάκης/kazantzakis Σεφέρης/seferis Ξενάκης/xenakis',
  },
  {
    locale: 'ru-RU',
    share: 2,
    written: 'given first',
    given: 'Юлия/yuliya Фёдор/fyodor Наталья/natalya Игорь/igor',
    family: 'Щербакова/shcherbakova Королёв/korolyov Ахматова/akhmatova Жуков/zhukov',
  },
  {
    locale: 'uk-UA',
    share: 2,
    written: 'given first',
    given: 'Олексій/oleksii Соломія/solomiia Євген/yevhen Дар’я/daria',
    family: 'Шевченко/shevchenko Ґудзь/gudz Лук’яненко/lukianenko Кобилянська/kobylianska',
  },
  {
    locale: 'ar-EG',
    share: 3,
    written: 'given first',
    given: 'ليلى/layla يوسف/youssef فاطمة/fatima عمر/omar نور/nour',
    family: 'عبد_الرحمن/abdelrahman المصري/elmasry حدّاد/haddad القاسم/alqasim منصور/mansour',
  },
  {
    locale: 'he-IL',
    share: 2,
    written: 'given first',
    given: 'נועה/noa אורי/uri תמר/tamar יונתן/yonatan',
    family: 'בן־דוד/bendavid לוי/levi שפירא/shapira אברהמי/avrahami',
  },
  {
    locale: 'fa-IR',
    share: 1,
    written: 'given first',
    given: 'شیرین/shirin کیان/kian مهسا/mahsa',
    family: 'پهلوان/pahlavan رستمی/rostami چگنی/chegini',
  },
  {
    locale: 'hi-IN',
    share: 3,
    written: 'given first',
    given: 'प्रिया/priya अर्जुन/arjun श्रेया/shreya विक्रम/vikram मीनाक्षी/meenakshi',
    family: 'शर्मा/sharma चट्टोपाध्याय/chattopadhyay त्रिवेदी/trivedi सिंह/singh कृष्णन्/krishnan',
  },
  {
    locale: 'th-TH',
    share: 1,
    written: 'given first',
    given: 'สมชาย/somchai ณัฐพร/nattaporn กิตติ/kitti',
    family: 'วงศ์สุวรรณ/wongsuwan ศรีสุข/srisuk ทองดี/thongdee',
  },
  {
    locale: 'ja-JP',
    share: 3,
    written: 'family first',
    given: '陽菜/hina 蓮/ren さくら/sakura 大翔/hiroto ケンジ/kenji',
    family: '佐藤/sato 髙橋/takahashi 渡邊/watanabe 五十嵐/igarashi 東海林/shoji',
  },
  {
    locale: 'zh-CN',
    share: 2,
    written: 'family first',
    given: '思远/siyuan 婷婷/tingting 伟/wei 𠮷祥/jixiang',
    family: '欧阳/ouyang 王/wang 李/li 张/zhang',
  },
  {
    locale: 'ko-KR',
    share: 2,
    written: 'family first',
    given: '서연/seoyeon 민준/minjun 지우/jiwoo 하늘/haneul',
    family: '김/kim 남궁/namgung 박/park 이/lee',
  },
  {
    locale: 'vi-VN',
    share: 1,
    written: 'family first',
    given: 'Thị_Hồng_Nhung Đức_Anh Quỳnh_Như',
    family: 'Nguyễn Trần Đặng',
  },
  {
    locale: 'id-ID',
    share: 1,
    written: 'one word',
    given: 'Suharyanto Wulandari Kartika Hendrawan Pujiastuti Sugiarto',
    family: '',
  },
]
