/**
 * Children by whom the rules for possible duplicates are judged and by whom they were never tuned: names of other countries than those of
 * duplicate-bench.ts, written differently in ways that registries and officers report. Whoever changes the rules does not look at what is
 * missed here; if one has to be mended, it moves to the other list, and another takes its place. Everybody in it is invented.
 */
import type { Names, Written } from './duplicate-bench.ts';

const usual = { born: '2009-08-22', sex: 'male', nationality: 'SOM' } as const satisfies Partial<Written>;
/** Pairs by their names, and the country after them where it is another than Somalia. */
const named = (...rows: readonly string[]): readonly (readonly [Written, Written])[] =>
  rows.map((row) => {
    const [one = '', other = '', nationality = usual.nationality] = row.split(' | ');
    return [
      { ...usual, name: one, nationality },
      { ...usual, name: other, nationality },
    ];
  });
const child = (more: Partial<Written>): Written => ({ ...usual, name: 'Guled Warsame', ...more });

/** Pairs of one child, by what differs. */
export const heldOut: Readonly<Record<string, readonly (readonly [Written, Written])[]>> = {
  'Somali spelling': named(
    'Cabdi Xasan Faarax | Abdi Hassan Farah',
    'Maxamed Cali | Mohamed Ali',
    'Yuusuf Jaamac | Yusuf Jama',
    'Axmed Cismaan | Ahmed Osman',
    'Liibaan Warsame | Liban Warsame',
    'Sahra Cumar | Zahra Omar',
  ),
  'vowels and double letters': named(
    'Mehmet Yildirim | Mehmed Yildirim | TUR',
    'Arjan Hoxha | Arian Hoxha | ALB',
    'Abdulaziz Sulayman | Abdul Aziz Suleiman | SYR',
    'Nurullah Zaman | Noorullah Zaman | PAK',
    'Issa Diallo | Isa Dialo | GIN',
    'Mamadou Bah | Mamadu Ba | GIN',
    'Tewodros Alemu | Tedros Alemu | ETH',
    'Girma Bekele | Ghirma Bekelle | ETH',
  ),
  'letters with marks, and without': named(
    'Erjon Çela | Erjon Cela | ALB',
    'Şivan Öztürk | Sivan Ozturk | TUR',
    'Trần Thị Bích | Tran Thi Bich | VNM',
    'Kwabena Ofori-Atta | Kwabena Ofori Atta | GHA',
  ),
  'order, and names left out': named(
    'Alemu Tewodros | Tewodros Alemu | ETH',
    'HOXHA Arjan | Arjan Hoxha | ALB',
    'Pham Van Khoa | Khoa Pham | VNM',
    'Suleiman Abdi Nur | Suleiman Nur',
    'Bekele | Girma Bekele | ETH',
    'Warsame, Guled Abdi | Guled Abdi Warsame',
  ),
  'words run together': named(
    'Abdi Rahman Gedi | Abdirahman Gedi',
    'Saad Eddine Haddad | Saadeddine Haddad | SYR',
    'Fathe Ali Baloch | Fatheali Baloch | PAK',
    'Wolde Michael Alemu | Woldemichael Alemu | ETH',
    'Nur ed Din Haddad | Nureddin Haddad | SYR',
  ),
  'Arabic script': named(
    'سليمان حداد | Sulaiman Haddad | SYR',
    'محمود خليل | Mahmoud Khalil | SYR',
    'نور الدين زيدان | Noureddine Zidan | SYR',
    'طارق منصور | Tareq Mansour | EGY',
    'جلال آدم | Jalal Adam | SDN',
  ),
  'an honorific or a title': named(
    'Haji Daoud Zaman | Daoud Zaman | PAK',
    'Mr Guled Warsame | Guled Warsame',
    'Sheikh Ismail Nur | Ismail Nur',
  ),
  'nationality or sex not known': [
    [child({}), child({ nationality: undefined })],
    [child({ sex: 'not-known' }), child({})],
    [child({ sex: 'not-known', nationality: undefined }), child({ nationality: undefined })],
  ],
  'day and month turned round': [
    [child({ born: '2009-08-02' }), child({ born: '2009-02-08' })],
    [child({ born: '2010-11-03' }), child({ born: '2010-03-11', nationality: undefined })],
  ],
  'the month alone': [
    [child({}), child({ born: '2009-08' })],
    [child({ born: '2009-08' }), child({ born: '2009-08' })],
  ],
  'one figure of the date': [
    [child({}), child({ born: '2009-08-23' })],
    [child({}), child({ born: '2008-08-22' })],
    [child({}), child({ born: '2009-09-22' })],
  ],
  'born on 1 January': [
    [child({ born: '2008-01-01' }), child({ born: '2008-01-01', nationality: undefined })],
    [child({ born: '2008-01-01', name: 'Yuusuf Jaamac' }), child({ born: '2008-01-01', name: 'Yusuf Jama' })],
  ],
};

const words = (text: string): readonly string[] => text.split(' ');

/** Names of ten thousand other children. */
export const otherNames: Names = {
  first: {
    male: words(
      'Abdi Guled Liban Mohamed Hassan Farah Warsame Yusuf Tewodros Girma Bekele Dawit Alemu Mesfin Arjan Erjon Besnik Ilir Agim Mehmet Sivan Baran Emre Mamadou Ibrahima Alpha Ousmane Issa Kwame Kofi Kwabena Suleiman Mahmoud Khalil Tareq Ziad Rami Anas Bashar Zaman Imran Bilal Usman Faisal Khoa Phuc Quang Thanh',
    ),
    female: words(
      'Sahra Hodan Ifrah Fardowsa Hirut Tigist Meseret Elira Arta Besa Zeynep Elif Aissatou Mariama Abena Akua Rima Hala Nour Dania Sana Hina Bich Nga Thuy',
    ),
  },
  families: {
    SOM: words('Warsame Farah Jama Nur Gedi Abdi Hassan Ali Omar Osman Mohamud Hersi Duale Egal Samatar'),
    ETH: words('Alemu Bekele Girma Tadesse Wolde Kebede Desta Assefa Mengistu Haile Negash Tessema'),
    ALB: words('Hoxha Cela Shehu Gjoni Leka Prifti Dervishi Kola Marku Basha'),
    SYR: words('Haddad Khalil Mansour Zidan Darwish Hariri Sabbagh Najjar Kassem Issa Hamdan'),
    GIN: words('Diallo Bah Barry Sow Camara Keita Conde Toure Sylla Bangoura'),
    PAK: words('Zaman Baloch Khan Afridi Malik Butt Chaudhry Shah Hussain Iqbal'),
  },
};
