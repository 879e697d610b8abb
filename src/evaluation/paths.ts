export const evaluationPaths = {
  year: (year: number) => `/evaluasi/${year}`,
  decide: (year: number) => `/evaluasi/${year}/keputusan`,
};
