# language: fr
@ANN
Fonctionnalité: Compléter comptes et correspondants depuis l'Annuaire Santé
  Le numéro RPPS d'un nouvel utilisateur est cherché dans l'annuaire, jamais deviné ; une panne reporte
  la recherche sans bloquer le compte. L'extraction en libre accès complète comptes et correspondants.

  @ANN-03 @capacite.annuaire.importer @capacite.compte.creer @capacite.session.locale
  Scénario: Un compte créé pendant une panne est complété par l'import, un homonyme n'est pas choisi
    Étant donné un compte du cabinet auquel manque le numéro RPPS de son titulaire
    Et qu'un utilisateur du cabinet a ouvert une session locale
    Et un professionnel de l'annuaire dont personne d'autre ne porte le nom
    Et que l'annuaire est indisponible
    Quand le cabinet crée un compte pour ce professionnel, sans son numéro RPPS
    Alors l'utilisateur sait ce que la création a donné
    Et le compte de ce professionnel existe sans numéro RPPS, à compléter
    Quand le professionnel ouvre une session avec son compte local
    Alors la session locale est ouverte sur le compte du professionnel
    Étant donné que l'annuaire est rétabli
    Quand le cabinet importe l'extraction de l'annuaire
    Alors l'annuaire a servi son extraction au logiciel
    Et l'utilisateur sait ce que l'import a donné
    Et les correspondants du logiciel portent leur numéro RPPS de l'annuaire
    Et le compte auquel manquait son numéro RPPS porte celui de l'annuaire
    Et le compte de ce professionnel porte son numéro RPPS de l'annuaire
    Étant donné un autre professionnel de l'annuaire dont personne d'autre ne porte le nom
    Quand le cabinet crée un compte pour ce professionnel, sans son numéro RPPS
    Alors l'annuaire a été interrogé sur le nom de ce professionnel
    Et le compte de ce professionnel porte son numéro RPPS de l'annuaire
    Étant donné plusieurs professionnels du même nom dans l'annuaire
    Quand le cabinet crée un compte pour ce professionnel, sans son numéro RPPS
    Alors l'annuaire a été interrogé sur le nom de ce professionnel
    Et le compte de ce professionnel existe sans numéro RPPS, à compléter
