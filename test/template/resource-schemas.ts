/** Our templates beside the schemas of resources that AWS publishes, as `@aws-cdk/aws-service-spec` carries them. */
import { loadAwsServiceSpec } from '@aws-cdk/aws-service-spec';
import type { PropertyType, Resource, ResourceProperties } from '@aws-cdk/service-spec-types';

type Json = Record<string, unknown>;

interface TemplateResource {
  readonly Type: string;
  readonly Properties?: Json;
}
export type Resources = Readonly<Record<string, TemplateResource>>;

const published = await loadAwsServiceSpec();
const schemas = new Map([...published.all('resource')].map((one) => [one.cloudFormationType, one]));

/** @throws Error for a type that AWS does not publish */
export function schemaOf(type: string): Resource {
  const schema = schemas.get(type);
  if (schema === undefined) throw new Error(`AWS publishes no schema of ${type}.`);
  return schema;
}

const isObject = (value: unknown): value is Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** What CloudFormation puts something in the place of: of whatever type that will be. */
const isIntrinsic = (value: unknown): boolean => {
  if (!isObject(value)) return false;
  const [key = '', ...others] = Object.keys(value);
  return others.length === 0 && (key === 'Ref' || key.startsWith('Fn::'));
};

const asPublished: Readonly<Record<string, (value: unknown) => boolean>> = {
  string: (value) => typeof value === 'string',
  'date-time': (value) => typeof value === 'string',
  boolean: (value) => typeof value === 'boolean',
  integer: (value) => Number.isInteger(value),
  number: (value) => typeof value === 'number',
  json: (value) => typeof value === 'object' || typeof value === 'string',
  tag: (value) => isObject(value) && Object.keys(value).toSorted().join() === 'Key,Value',
};

function flawsOfValue(at: string, value: unknown, type: PropertyType): string[] {
  if (isIntrinsic(value)) return [];
  switch (type.type) {
    case 'array':
      if (!Array.isArray(value)) return [`${at} is no list`];
      return value.flatMap((one, index) => flawsOfValue(`${at}.${index}`, one, type.element));
    case 'map':
      if (!isObject(value)) return [`${at} is no map`];
      return Object.entries(value).flatMap(([key, one]) => flawsOfValue(`${at}.${key}`, one, type.element));
    case 'union': {
      const tried = type.types.map((one) => flawsOfValue(at, value, one));
      return tried.find((flaws) => flaws.length === 0) ?? tried[0] ?? [];
    }
    case 'ref':
      if (!isObject(value)) return [`${at} is no object`];
      return flawsOfProperties(at, value, published.get('typeDefinition', type.reference).properties);
    default: {
      const fits = asPublished[type.type];
      if (fits === undefined)
        throw new Error(`The schemas have a type that this does not know: ${type.type}.`);
      if (!fits(value)) return [`${at} is no ${type.type}`];
      const allowed: readonly unknown[] = ('allowedValues' in type && type.allowedValues) || [value];
      return allowed.includes(value) ? [] : [`${at} is none of ${allowed.join(', ')}`];
    }
  }
}

const flawsOfProperties = (at: string, properties: Json, known: ResourceProperties): string[] => [
  ...Object.entries(properties).flatMap(([name, value]) => {
    const property = known[name];
    return property === undefined
      ? [`${at}.${name} is not known`]
      : flawsOfValue(`${at}.${name}`, value, property.type);
  }),
  ...Object.entries(known)
    .filter(([name, { required }]) => required === true && properties[name] === undefined)
    .map(([name]) => `${at}.${name} is missing`),
];

const attributesAsked = (value: unknown): [string, string][] => {
  if (Array.isArray(value)) return value.flatMap(attributesAsked);
  if (!isObject(value)) return [];
  const asked = value['Fn::GetAtt'];
  return Array.isArray(asked)
    ? [[String(asked[0]), String(asked[1])]]
    : Object.values(value).flatMap(attributesAsked);
};

/** Where a template’s resources are not as AWS says that they have to be. */
export const flawsOf = (resources: Resources): string[] =>
  Object.entries(resources).flatMap(([id, { Type, Properties = {} }]) => [
    ...flawsOfProperties(`${id} (${Type})`, Properties, schemaOf(Type).properties),
    ...attributesAsked(Properties).flatMap(([of, attribute]) => {
      const type = resources[of]?.Type;
      const gives = type !== undefined && attribute in schemaOf(type).attributes;
      return gives ? [] : [`${id} asks ${of} (${type}) for ${attribute}, which it does not give`];
    }),
  ]);
