import type { Story } from '../world/stories.ts';

type Fields = Readonly<Record<string, readonly string[]>>;

const date = (name: string, day: string | undefined): Fields => {
  const [year = '', month = '', date = ''] = (day ?? '').split('-');
  return { [`${name}-day`]: [date], [`${name}-month`]: [month], [`${name}-year`]: [year] };
};
const yesNo = (is: boolean | undefined): string => (is === true ? 'yes' : 'no');

function linksOf({ links = [] }: Story['body']): Fields {
  return Object.assign(
    { links: [yesNo(links.length > 0)] },
    ...links.map(({ council, kind }, index) => {
      const name = `link${index + 1}`;
      return {
        [`${name}-council`]: [council],
        [`${name}-kind`]: [kind],
        [`${name}-another`]: [yesNo(index + 1 < links.length)],
      };
    }),
  );
}

/** A referral as its officer types it: every field of every page that the form may come to ask. */
export function formOf({ body }: Story): Fields {
  const { children, definition = {} } = body;
  const ofChildren = children.map((child, index): Fields => {
    const of = (what: string) => `child${index + 1}-${what}`;
    return {
      [of('name')]: [child.name ?? ''],
      [of('homeOffice')]: [child.homeOfficeReference ?? ''],
      [of('port')]: [''],
      ...date(of('born'), child.dateOfBirth),
      [of('sex')]: [child.sex ?? 'not-known'],
      [of('nationality')]: ['not-known'],
      [of('languages')]: ['Tigrinya'],
      [of('interpreter')]: ['yes'],
      [of('assessment')]: [child.ageAssessment ?? 'not-required'],
      [of('placement')]: [child.placementKind ?? 'foster-care'],
      [of('needs')]: child.needs === undefined || child.needs.length === 0 ? ['none'] : [...child.needs],
      [of('health')]: [''],
      [of('disability')]: [''],
      [of('education')]: [''],
      [of('faith')]: [''],
      [of('language1')]: [child.languageCodes?.[0] ?? ''],
      [of('language2')]: [child.languageCodes?.[1] ?? ''],
      [of('language3')]: [''],
      [of('screening')]: [child.healthScreening ?? ''],
      [of('fit')]: [child.fitToMove ?? ''],
      ...date(of('fitOn'), undefined),
      [of('healthKinds')]: [],
      [of('nhs')]: [''],
      [of('faithGroup')]: [child.faithGroup ?? ''],
      [of('diet')]: child.diet === undefined ? [] : child.diet.length === 0 ? ['none'] : [...child.diet],
      [of('stage')]: [child.educationStage ?? ''],
      [of('share')]: [''],
      [of('smokes')]: [''],
      [of('pets')]: [''],
      [of('missing')]: ['none'],
      ...Object.fromEntries(
        ['solicitor', 'guardian', 'advocate', 'reviewingOfficer'].map((who) => [of(who), ['']]),
      ),
      [of('nobody')]: [],
      [of('another')]: [yesNo(index + 1 < children.length)],
      [`wishes${index + 1}`]: [''],
    };
  });
  return Object.assign(
    {
      ...date('referredOn', body.referredOn),
      definition: Object.entries(definition)
        .filter(([, holds]) => holds)
        .map(([name]) => name),
      ...date('arrivedOn', body.arrivedOn),
      arrivalPlace: ['port'],
      arrivedWhere: [''],
      ...date('asylumClaimOn', body.asylumClaimOn),
      presented: [body.presentedElsewhere ?? 'not-known'],
      presentedTo: [body.presentedTo ?? ''],
      careStatus: [body.careStatus ?? 'not-known'],
      immigrationStatus: ['claim-pending'],
      bestInterests: [''],
      inCare: [yesNo(body.inCareOfAuthority)],
      ...date('settledSince', body.settledSince),
      family: [body.familyInUk ?? 'not-known'],
      ...linksOf(body),
      avoid: ['no'],
      trafficking: [body.trafficking ?? 'no-indicators'],
      wishes: [yesNo(body.wishesRecorded)],
      ...date('proposedMoveOn', undefined),
      entryContact: ['Duty desk, 01234 567890'],
      dutyTelephone: ['01234 567890'],
      dutyHours: [''],
      ownReference: [''],
      socialWorker: [''],
    },
    ...ofChildren,
  );
}
